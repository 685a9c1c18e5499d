"""Entry rules as data, judged on what an applicant's papers say. Pure: plain values in, one statement for each rule out."""

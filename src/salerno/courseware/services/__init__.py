"""What changes courseware: publishing versions, pinning them, editing drafts."""

-- What wrk sends, and one line of JSON with what came back.
--   METHOD   GET unless set
--   HEADERS  "Name: value", one a line
--   LINES    a file; each line "path<TAB>cookie<TAB>body" is sent once, in order; without it, the address of the command line
local headers, lines, sent = {}, nil, 0
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init()
  for name, value in (os.getenv("HEADERS") or ""):gmatch("([^:\n]+): ([^\n]*)") do headers[name] = value end
  if os.getenv("LINES") then
    lines = {}
    for line in io.lines(os.getenv("LINES")) do table.insert(lines, line) end
  end
  good, refused, failed, spent, first_bad = 0, 0, 0, 0, ""
end

function request()
  local method = os.getenv("METHOD") or "GET"
  if not lines then return wrk.format(method, wrk.path, headers) end
  sent = sent + 1
  if sent > #lines then
    spent = spent + 1
    return wrk.format("GET", "/healthz")
  end
  local path, cookie, body = lines[sent]:match("^([^\t]*)\t([^\t]*)\t(.*)$")
  headers["Cookie"] = cookie
  return wrk.format(method, path, headers, body)
end

function response(status, _, body)
  if status < 400 then good = good + 1 elseif status < 500 then refused = refused + 1 else failed = failed + 1 end
  if status >= 400 and first_bad == "" then first_bad = status .. " " .. body:sub(1, 200):gsub("[%c\"\\]", " ") end
end

function done(summary, latency, _)
  local sums, bad = { good = 0, refused = 0, failed = 0, spent = 0 }, ""
  for _, thread in ipairs(threads) do
    for name, value in pairs(sums) do sums[name] = value + thread:get(name) end
    if bad == "" then bad = thread:get("first_bad") end
  end
  local e, seconds = summary.errors, summary.duration / 1e6
  io.write(("JSON {\"good\": %d, \"rate\": %.2f, \"p95\": %.3f, \"bad\": %d, \"spent\": %d, \"first_bad\": \"%s\"}\n"):format(
    sums.good, sums.good / seconds, latency:percentile(95) / 1e3,
    sums.refused + sums.failed + e.connect + e.read + e.write + e.timeout, sums.spent, bad))
end

-- wrk asks for pieces of a file at random offsets; arguments: length of the file, length of a piece (0: the whole file).
-- The requests are made before the clock starts, so that the load generator spends as little as it can.
local prepared = 2048
local threads = 0
local requests = {}
local last = 0

function setup(thread)
   threads = threads + 1
   thread:set("seed", threads)
end

function init(args)
   local length, piece = tonumber(args[1]), tonumber(args[2])
   if piece == 0 then
      requests[1] = wrk.format()
      return
   end

   math.randomseed(seed)
   for i = 1, prepared do
      local from = math.random(0, length - piece)
      wrk.headers["Range"] = string.format("bytes=%.0f-%.0f", from, from + piece - 1)
      requests[i] = wrk.format()
   end
end

function request()
   last = last % #requests + 1
   return requests[last]
end

function done(summary)
   local errors = summary.errors
   io.write(string.format("result %.0f %.0f %.0f %.0f %.0f\n", summary.bytes, summary.requests, summary.duration,
      errors.connect + errors.read + errors.write + errors.timeout, errors.status))
end

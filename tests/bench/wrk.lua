-- For wrk: one kind of request, told by the environment; ids and keys change with each.
local what = os.getenv("BENCH_WHAT")
local token, ids, agencies = os.getenv("BENCH_TOKEN"), {}, {}
for id in (os.getenv("BENCH_IDS") or ""):gmatch("%d+") do ids[#ids + 1] = id end
for code in (os.getenv("BENCH_AGENCIES") or ""):gmatch("[^,]+") do agencies[#agencies + 1] = code end
local n, thread = 0, 0

function setup(t)
	t:set("id", thread)
	thread = thread + 1
end

function init()
	math.randomseed(os.time() + id * 7919)
end

local function key()
	n = n + 1
	return string.format("bench-%d-%d-%d-%08x%08x", os.time(), id, n, math.random(0, 0x7fffffff), math.random(0, 0x7fffffff))
end

local json = { ["Content-Type"] = "application/json", ["Authorization"] = token and "Bearer " .. token or nil }

function request()
	if what == "health" then return wrk.format("GET", "/healthz") end
	if what == "read" then return wrk.format("GET", "/api/v1/cases/" .. ids[math.random(#ids)], json) end
	if what == "queue" then return wrk.format("GET", "/api/v1/cases?queue=agency&limit=50", json) end
	if what == "search" then return wrk.format("GET", "/api/v1/cases?limit=20&q=" .. os.getenv("BENCH_WORDS"), json) end
	json["Idempotency-Key"] = key()
	if what == "act" then
		return wrk.format("POST", "/api/v1/cases/" .. ids[math.random(#ids)] .. "/contacts", json, '{"kind":"note","said":"备注"}')
	end
	return wrk.format("POST", "/api/v1/requests", json, '{"agency":"' .. agencies[math.random(#agencies)] ..
		'","applicant":{"category":"natural_person","name":"测试申请人","id_kind":"other","id_number":"测试' .. n .. '","phone":"0791-00000001","address":"测试路1号"},' ..
		'"title":"测试信息","description":"申请公开测试项目的名单和金额。","ways":["download"],"carriers":["electronic"],"electronic_ok":true,"other_way_ok":true}')
end

function done(summary, latency, requests)
	local e = summary.errors
	io.write(string.format("RESULT %.0f %.2f %.2f %d\n", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
		latency:percentile(99) / 1000, e.connect + e.read + e.write + e.status + e.timeout))
end

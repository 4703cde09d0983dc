#!/usr/bin/env bash
# A station in Lua says Heartbeat with {}: dkjson sends a list, which is no payload; and all three libraries change numbers of 15 digits.
#
# Versions: Debian's lua5.1 5.1.5-9 (with liblua5.1-0), lua-cjson 2.1.0+dfsg-2.2, lua-dkjson 2.6-2, lua-json 1.3.4-2 (with lua-lpeg 1.0.2-2).
# Guess before running: of a frame that is read and written again, cjson keeps {} and makes {} of [], dkjson and luajson make [] of both. Of a
# table that the program makes itself, and of long numbers, nothing was guessed: nobody had thought that they would differ.
# Seen: dkjson remembers what it has read and gives both back, and so does luajson. A table that the program makes itself, as it does for the
# payload of a Heartbeat, is written [] by dkjson and {} by the other two: a payload is an object (part 4, 4.1.5). cjson makes an object of
# an empty list. null is a value that can be asked for in cjson and luajson; dkjson drops the member. Numbers are written with 14 digits:
# an id out of the clock's microseconds goes out as another number.
# For a bench: a payload [] is a finding of its own and says that nobody tried a message without fields; a requestId of 16 digits shows
# whether the station gives back what it was given.
#
#> cjson: own Heartbeat [2,"1","Heartbeat",{}]
#> cjson: read {} {}
#> cjson: read [] {}
#> cjson: read {"a":null} {"a":null}
#> cjson: read {"requestId":1796133600123456} {"requestId":1.7961336001235e+15}
#> cjson: read {"requestId":100000000000000} {"requestId":1e+14}
#> dkjson: own Heartbeat [2,"1","Heartbeat",[]]
#> dkjson: read {} {}
#> dkjson: read [] []
#> dkjson: read {"a":null} {}
#> dkjson: read {"requestId":1796133600123456} {"requestId":1.7961336001235e+15}
#> dkjson: read {"requestId":100000000000000} {"requestId":1e+14}
#> luajson: own Heartbeat [2,"1","Heartbeat",{}]
#> luajson: read {} {}
#> luajson: read [] []
#> luajson: read {"a":null} {"a":null}
#> luajson: read {"requestId":1796133600123456} {"requestId":1.7961336001235e+15}
#> luajson: read {"requestId":100000000000000} {"requestId":1e+14}
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

apt-get download -q=2 -o APT::Sandbox::User=root lua5.1=5.1.5-9 liblua5.1-0=5.1.5-9 lua-cjson=2.1.0+dfsg-2.2 lua-dkjson=2.6-2 \
	lua-json=1.3.4-2 lua-lpeg=1.0.2-2
for package in ./*.deb; do dpkg -x "$package" .; done

cat >probe.lua <<'LUA'
local texts = {
  '{}',
  '[]',
  '{"a":null}',
  '{"requestId":1796133600123456}',
  '{"requestId":100000000000000}',
}
for _, library in ipairs({ { 'cjson', 'cjson' }, { 'dkjson', 'dkjson' }, { 'luajson', 'json' } }) do
  local json = require(library[2])
  print(library[1] .. ': own Heartbeat ' .. json.encode({ 2, '1', 'Heartbeat', {} }))
  for _, text in ipairs(texts) do
    local value = json.decode(text)
    print(library[1] .. ': read ' .. text .. ' ' .. json.encode(value))
  end
end
LUA
share=usr/share/lua/5.1 lib=usr/lib/x86_64-linux-gnu
LUA_PATH="$share/?.lua;$share/?/init.lua" LUA_CPATH="$lib/lua/5.1/?.so" LD_LIBRARY_PATH=$lib usr/bin/lua5.1 probe.lua >report
diff <(echo "$seen") report && echo "as written"

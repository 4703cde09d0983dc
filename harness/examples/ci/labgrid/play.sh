#!/bin/sh
# Plays one part of the plan on whichever place of the rack is free, such as: play.sh 2/3 shard-2
# Places are told apart from others by a tag, and each has a bench file named as it is: see places.sh.
set -eu
shard=$1 out=$2
: "${CERTBENCH_BENCHES:=benches}" "${CERTBENCH_PICS:=pics.yaml}" "${CERTBENCH_CASES:=}"

eval "$(labgrid-client reserve --wait --shell rig=certbench)" # waits for a place, and exports LG_TOKEN
give_back() {
	labgrid-client -p + power off || true
	labgrid-client -p + release || true
	labgrid-client cancel-reservation "$LG_TOKEN"
}
trap give_back EXIT
labgrid-client -p + acquire
labgrid-client -p + power on # the exporter's port that the station hangs on
place=$(labgrid-client -p + show | sed -n "s/^Place '\(.*\)':\$/\1/p")

timeout --signal=TERM --kill-after=10m "${CERTBENCH_LIMIT:-6h}" \
	certbench run --bench "$CERTBENCH_BENCHES/$place.yaml" --pics "$CERTBENCH_PICS" --cases "$CERTBENCH_CASES" --shard "$shard" --out "$out"

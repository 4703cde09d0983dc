#!/bin/sh
# Makes the three places of a rack at the coordinator, once. Each has the power port that its exporter offers for the station.
set -eu
for place in rack-1 rack-2 rack-3; do
	labgrid-client -p "$place" create
	labgrid-client -p "$place" set-tags rig=certbench
	labgrid-client -p "$place" add-match "*/$place/NetworkPowerPort"
done

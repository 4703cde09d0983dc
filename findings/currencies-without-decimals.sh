#!/usr/bin/env bash
# A total of 12.5 forint, dinar or rupiah is shown as 13 by Node's Intl and Go's x/text, whose decimals are not those of ISO 4217.
#
# Versions: golang.org/x/text v0.44.0 (currency, message), github.com/bojanz/currency v1.5.1; Node 20's Intl; npm currency-codes 2.2.0.
# Guess before running: Intl, bojanz and currency-codes have the minor units of ISO 4217, as ECMA-402 refers to that list; x/text, which takes
# CLDR's, says 0 for the Serbian dinar.
# Seen: Intl has none for forint, lek, rupiahs and pesos, which have two in ISO 4217, and none for the Iraqi dinar, which has three; the Serbian
# dinar, which is 0 in x/text, has its two. x/text rounds all of these but the forint. And it does not know the leone of 2022, nor the
# guilder of the Caribbean of 2025, which currency-codes lacks as well. bojanz/currency alone has each as the list has it.
# For a bench: what a display shows of a totalCost is compared with the decimals of the list and not with what a library makes of it, and
# TariffCostCtrlr.Currency is tried with a code that is young.
#
#> EUR: x/text 12.50, bojanz 12.50, Intl 12.50, currency-codes 12.50
#> ISK: x/text 13, bojanz 13, Intl 13, currency-codes 13
#> KWD: x/text 12.500, bojanz 12.500, Intl 12.500, currency-codes 12.500
#> HUF: x/text 12.50, bojanz 12.50, Intl 13, currency-codes 12.50
#> RSD: x/text 13, bojanz 12.50, Intl 12.50, currency-codes 12.50
#> ALL: x/text 13, bojanz 12.50, Intl 13, currency-codes 12.50
#> IDR: x/text 13, bojanz 12.50, Intl 13, currency-codes 12.50
#> COP: x/text 13, bojanz 12.50, Intl 13, currency-codes 12.50
#> PKR: x/text 13, bojanz 12.50, Intl 13, currency-codes 12.50
#> IQD: x/text 13, bojanz 12.500, Intl 13, currency-codes 12.500
#> UYW: x/text unknown, bojanz 12.5000, Intl 12.5000, currency-codes 12.5000
#> SLE: x/text unknown, bojanz 12.50, Intl 12.50, currency-codes 12.50
#> XCG: x/text unknown, bojanz 12.50, Intl 12.50, currency-codes unknown
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

currencies='["EUR","ISK","KWD","HUF","RSD","ALL","IDR","COP","PKR","IQD","UYW","SLE","XCG"]'
go mod init probe 2>/dev/null
go mod edit -require=golang.org/x/text@v0.44.0 -require=github.com/bojanz/currency@v1.5.1
cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	bojanz "github.com/bojanz/currency"
	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

func main() {
	var codes []string
	if err := json.Unmarshal([]byte(os.Args[1]), &codes); err != nil {
		panic(err)
	}
	for _, code := range codes {
		if unit, err := currency.ParseISO(code); err != nil {
			fmt.Printf("%s\tx/text unknown\n", code)
		} else {
			fmt.Printf("%s\tx/text %s\n", code, message.NewPrinter(language.English).Sprint(unit.Amount(12.5))[4:])
		}
		if amount, err := bojanz.NewAmount("12.5", code); err != nil {
			fmt.Printf("%s\tbojanz unknown\n", code)
		} else {
			fmt.Printf("%s\tbojanz %s\n", code, amount.Round().Number())
		}
	}
}
GO
npm install --loglevel=error --no-audit --no-fund --ignore-scripts currency-codes@2.2.0 >/dev/null
cat >npm.cjs <<'JS'
const list = require('currency-codes');

for (const code of JSON.parse(process.argv[2])) {
  const shown = new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay: 'code' }).format(12.5);
  console.log(`${code}\tIntl ${shown.slice(4)}`);
  const entry = list.code(code);
  console.log(`${code}\tcurrency-codes ${entry ? (12.5).toFixed(entry.digits) : 'unknown'}`);
}
JS
{
	go run -mod=mod . "$currencies"
	node npm.cjs "$currencies"
} >lines
cut -f1 lines | awk '!shown[$0]++' | while read -r code; do
	echo "$code: $(grep "^$code	" lines | cut -f2 | paste -sd, | sed 's/,/, /g')"
done >report
diff <(echo "$seen") report && echo "as written"

#!/usr/bin/env bash
# A certificate's serial number in hexadecimal is written three ways, and one library changes between two of them as the number grows.
#
# Versions: Debian's openssl 3.0 (seen with 3.0.19), gnutls-bin 3.7.9-2+deb12u7 (certtool); Node 20's crypto; npm node-forge 1.3.1, jsrsasign
# 11.1.0, @peculiar/x509 1.12.3 with reflect-metadata 0.2.2, @fidm/x509 1.2.1; Go 1.26's crypto/x509 with %x.
# Guess before running: the same digits from all, apart from their case; openssl and certtool fill up to whole bytes.
# Seen: OCPP wants the number without leading zeros (part 2, CertificateHashDataType, serialNumber). Go alone gives that for all three.
# openssl and Node fill up to a byte, 03EE; certtool, node-forge, jsrsasign and @peculiar/x509 write the bytes of the DER, where a number
# whose first bit is set has a zero byte in front (X.690, 8.3): 008fab. @fidm/x509 drops zeros from numbers of up to some bytes, and
# keeps the zero byte of long ones, which certificates of a CA have.
# For a bench: serial numbers are compared as numbers, and leading zeros in a certificateHashData are a finding of their own: a CSMS that
# looks a certificate up by such a text finds some and others not.
#
#> Go: 3ee 8fab 8f0102030405060708090a0b0c0d0e0f101112
#> openssl: 03EE 8FAB 8F0102030405060708090A0B0C0D0E0F101112
#> certtool: 03ee 008fab 008f0102030405060708090a0b0c0d0e0f101112
#> node: 03EE 8FAB 8F0102030405060708090A0B0C0D0E0F101112
#> node-forge: 03ee 008fab 008f0102030405060708090a0b0c0d0e0f101112
#> jsrsasign: 03ee 008fab 008f0102030405060708090a0b0c0d0e0f101112
#> @peculiar/x509: 03ee 008fab 008f0102030405060708090a0b0c0d0e0f101112
#> @fidm/x509: 3ee 8fab 008f0102030405060708090a0b0c0d0e0f101112
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

apt-get download -q=2 -o APT::Sandbox::User=root gnutls-bin=3.7.9-2+deb12u7
dpkg -x ./*.deb .
openssl genrsa -out key 2048 2>/dev/null # RSA, since node-forge reads no other keys
for serial in 0x3EE 0x8FAB 0x8F0102030405060708090A0B0C0D0E0F101112; do
	openssl req -x509 -key key -subj "/O=Bench/CN=CS1" -days 2 -set_serial $serial -out $serial.pem
done
certificates=(0x3EE.pem 0x8FAB.pem 0x8F0*.pem)

go mod init probe 2>/dev/null
cat >main.go <<'GO'
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
)

func main() {
	fmt.Print("Go:")
	for _, name := range os.Args[1:] {
		text, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		block, _ := pem.Decode(text)
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			panic(err)
		}
		fmt.Printf(" %x", certificate.SerialNumber)
	}
	fmt.Println()
}
GO
npm install --loglevel=error --no-audit --no-fund --ignore-scripts node-forge@1.3.1 jsrsasign@11.1.0 @peculiar/x509@1.12.3 reflect-metadata@0.2.2 \
	@fidm/x509@1.2.1 >/dev/null
cat >read.cjs <<'JS'
require('reflect-metadata');
const { X509Certificate } = require('crypto');
const { readFileSync } = require('fs');
const { pki } = require('node-forge');
const { X509 } = require('jsrsasign');
const peculiar = require('@peculiar/x509');
const { Certificate } = require('@fidm/x509');

const readers = {
  node: (pem) => new X509Certificate(pem).serialNumber,
  'node-forge': (pem) => pki.certificateFromPem(pem).serialNumber,
  jsrsasign: (pem) => {
    const certificate = new X509();
    certificate.readCertPEM(pem);
    return certificate.getSerialNumberHex();
  },
  '@peculiar/x509': (pem) => new peculiar.X509Certificate(pem).serialNumber,
  '@fidm/x509': (pem) => Certificate.fromPEM(pem).serialNumber,
};
const certificates = process.argv.slice(2).map((name) => readFileSync(name, 'utf8'));
for (const [name, serial] of Object.entries(readers)) console.log(`${name}: ${certificates.map(serial).join(' ')}`);
JS
{
	go run . "${certificates[@]}"
	echo "openssl:$(for name in "${certificates[@]}"; do openssl x509 -in "$name" -noout -serial | sed 's/.*=/ /'; done | tr -d '\n')"
	echo "certtool:$(for name in "${certificates[@]}"; do usr/bin/certtool -i --infile "$name" | sed -n 's/.*Serial Number (hex): / /p'; done | tr -d '\n')"
	node read.cjs "${certificates[@]}"
} >report
diff <(echo "$seen") report && echo "as written"

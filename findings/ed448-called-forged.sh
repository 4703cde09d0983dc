#!/usr/bin/env bash
# A root of Ed448, one of the two choices of ISO 15118-20, is called forged by @peculiar/x509, and "alert is not defined" by jsrsasign.
#
# Versions: npm @peculiar/x509 2.2.0 with reflect-metadata 0.2.2, pkijs 4.0.0, jsrsasign 11.1.5, @fidm/x509 1.2.1, node-forge 1.4.3; Node 20's crypto;
# Go 1.26's crypto/x509; Debian's openssl 3.0 (seen with 3.0.19), gnutls-bin 3.7.9-2+deb12u7 (libgnutls 3.7.9).
# Guess before running: P-521 is verified by all but node-forge; Ed448 by openssl, GnuTLS and Node alone, and the others say that they do not
# know it. Of a CSR the same holds.
# Seen: of a root that signs itself with Ed448 (RFC 8410) @peculiar/x509 says false, where the signature is good and Node's crypto below it
# verifies it; of a CSR it says that it does not know the name. jsrsasign tells of the CSR's key in a window, which Node has not, so that
# the error is about the window. Go, pkijs, @fidm/x509 and node-forge say what they lack.
# For a bench: a chain of ISO 15118-20 is tried in both kinds, and "forged" from a CSMS may mean "unknown"; a contract certificate that is
# refused is looked at with openssl first.
#
#> P-521
#>   root, openssl: true
#>   root, GnuTLS: true
#>   root, Go: true
#>   CSR, Go: true
#>   root, Node: true
#>   root, peculiar: true
#>   root, pkijs: true
#>   root, jsrsasign: true
#>   root, fidm: true
#>   root, forge: Cannot read public key. OID is not RSA.
#>   CSR, peculiar: true
#>   CSR, pkijs: true
#>   CSR, jsrsasign: true
#> Ed448
#>   root, openssl: true
#>   root, GnuTLS: true
#>   root, Go: x509: cannot verify signature: algorithm unimplemented
#>   CSR, Go: x509: cannot verify signature: algorithm unimplemented
#>   root, Node: true
#>   root, peculiar: false
#>   root, pkijs: Unsupported signature algorithm: 1.3.101.113
#>   root, jsrsasign: unsupported PKCS#8 public key hex
#>   root, fidm: Unknown child signature OID.
#>   root, forge: Cannot read public key. OID is not RSA.
#>   CSR, peculiar: Unrecognized algorithm name
#>   CSR, pkijs: Unsupported signature algorithm: 1.3.101.113
#>   CSR, jsrsasign: alert is not defined
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

apt-get download -q=2 -o APT::Sandbox::User=root gnutls-bin=3.7.9-2+deb12u7 libgnutls30=3.7.9-2+deb12u7 libgnutls-dane0=3.7.9-2+deb12u7 \
	libopts25=1:5.18.16-5
for package in ./*.deb; do dpkg -x "$package" .; done
npm install --loglevel=error --no-audit --no-fund --ignore-scripts @peculiar/x509@2.2.0 reflect-metadata@0.2.2 pkijs@4.0.0 jsrsasign@11.1.5 \
	@fidm/x509@1.2.1 node-forge@1.4.3 >/dev/null

make() { # a name, what makes its key
	local name=$1
	shift
	openssl genpkey -out "$name.key" "$@" 2>/dev/null
	openssl req -x509 -new -key "$name.key" -subj "/O=Example/CN=Root" -days 30 -addext keyUsage=critical,keyCertSign -out "$name.pem"
	openssl req -new -key "$name.key" -subj "/O=Example/CN=CS1" -out "$name.csr"
}
make P-521 -algorithm EC -pkeyopt ec_paramgen_curve:secp521r1
make Ed448 -algorithm ED448

go mod init probe 2>/dev/null
cat >main.go <<'GO'
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
)

func read(file string) []byte {
	text, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	block, _ := pem.Decode(text)
	return block.Bytes
}

func main() {
	root, err := x509.ParseCertificate(read(os.Args[1] + ".pem"))
	if err == nil {
		err = root.CheckSignatureFrom(root)
	}
	tell("root", err)
	csr, err := x509.ParseCertificateRequest(read(os.Args[1] + ".csr"))
	if err == nil {
		err = csr.CheckSignature()
	}
	tell("CSR", err)
}

func tell(what string, err error) {
	if err != nil {
		fmt.Printf("%s, Go: %v\n", what, err)
		return
	}
	fmt.Printf("%s, Go: true\n", what)
}
GO
cat >npm.cjs <<'JS'
require('reflect-metadata');
const crypto = require('crypto');
const fs = require('fs');
const fidm = require('@fidm/x509');
const forge = require('node-forge');
const { KJUR, X509 } = require('jsrsasign');
const peculiar = require('@peculiar/x509');
const pkijs = require('pkijs');

peculiar.cryptoProvider.set(crypto.webcrypto);
const root = fs.readFileSync(`${process.argv[2]}.pem`, 'utf8');
const csr = fs.readFileSync(`${process.argv[2]}.csr`, 'utf8');
const der = (pem) => Buffer.from(pem.replace(/-----[^-]*-----|\s/g, ''), 'base64');
const checks = {
  'root, Node': () => new crypto.X509Certificate(root).verify(new crypto.X509Certificate(root).publicKey),
  'root, peculiar': () => new peculiar.X509Certificate(root).verify({ publicKey: new peculiar.X509Certificate(root).publicKey, signatureOnly: true }),
  'root, pkijs': () => pkijs.Certificate.fromBER(der(root)).verify(),
  'root, jsrsasign': () => new X509(root).verifySignature(new X509(root).getPublicKey()),
  'root, fidm': () => fidm.Certificate.fromPEM(Buffer.from(root)).checkSignature(fidm.Certificate.fromPEM(Buffer.from(root)))?.message ?? true,
  'root, forge': () => forge.pki.certificateFromPem(root).verify(forge.pki.certificateFromPem(root)),
  'CSR, peculiar': () => new peculiar.Pkcs10CertificateRequest(csr).verify(),
  'CSR, pkijs': () => pkijs.CertificationRequest.fromBER(der(csr)).verify(),
  'CSR, jsrsasign': () => KJUR.asn1.csr.CSRUtil.verifySignature(csr),
};

async function main() {
  for (const [name, check] of Object.entries(checks)) {
    try {
      console.log(`${name}: ${await check()}`);
    } catch (error) {
      console.log(`${name}: ${error.message ?? error}`);
    }
  }
}
main();
JS
for kind in P-521 Ed448; do
	echo "$kind"
	{
		echo "root, openssl: $(openssl verify -CAfile "$kind.pem" -check_ss_sig "$kind.pem" >/dev/null 2>&1 && echo true)"
		echo "root, GnuTLS: $(LD_LIBRARY_PATH=usr/lib/x86_64-linux-gnu usr/bin/certtool --verify --load-ca-certificate "$kind.pem" --infile "$kind.pem" 2>&1 |
			grep -q '^Chain verification output: Verified' && echo true)"
		go run . "$kind"
		node npm.cjs "$kind"
	} | sed 's/^/  /'
done >report
diff <(echo "$seen") report && echo "as written"

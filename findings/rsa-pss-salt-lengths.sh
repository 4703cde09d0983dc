#!/usr/bin/env bash
# A certificate signed with RSA-PSS, as OCPP wants it of a CA, has OpenSSL's longest salt unless it is told: GnuTLS, Go and forge refuse it.
#
# Versions: Debian's openssl 3.0 (seen with 3.0.19), gnutls-bin 3.7.9-2+deb12u7 (libgnutls 3.7.9); Go 1.26's crypto/x509 and crypto/rsa; Node
# 20's crypto; npm node-forge 1.4.3, jsrsasign 11.1.5, pkijs 4.0.0, @peculiar/x509 2.2.0 with reflect-metadata 0.2.2, @fidm/x509 1.2.1.
# Guess before running: all of them verify a certificate that openssl signed with rsa_padding_mode:pss and nothing else; Go, perhaps, wants
# the salt as long as the digest. A signature over a file, made by one with its defaults, is verified by the others; jsrsasign, perhaps,
# has one length only.
# Seen: the length of the salt is a parameter in the certificate, and any may stand there (RFC 4055, 3.1; 20 bytes where none does). openssl
# takes the longest that fits, 222 bytes for a key of 2,048 bits and SHA-256. GnuTLS calls right signatures with 222 and 20 bytes
# invalid, Go does not know the algorithm then, forge cannot do 222. A CA whose key itself is marked for PSS (id-RSASSA-PSS) is
# read by GnuTLS, not by Go and forge. @fidm/x509 verifies that one alone. Over a file nothing says how long the salt is: openssl, Go and
# Node sign with the longest and find out what they are given; jsrsasign signs and verifies with 32.
# For a bench: roots and firmware (A00.FR.505, L01.FR.04) signed with rsa_pss_saltlen:digest are taken by all but @fidm/x509; another length,
# and a key of id-RSASSA-PSS, are tries of their own; a station that answers InvalidCertificate or InvalidSignature to them is asked which
# length it can do.
#
#> certificate, 222 as openssl has it: openssl, node, peculiar, pkijs
#> certificate, 32: openssl, gnutls, go, node, forge, peculiar, pkijs
#> certificate, 20: openssl, node, forge, peculiar, pkijs
#> certificate, 32, key for PSS: openssl, gnutls, node, peculiar, pkijs, fidm
#> file signed by openssl: openssl, go, node
#> file signed by go: openssl, go, node
#> file signed by node: openssl, go, node
#> file signed by jsrsasign: openssl, go, node, jsrsasign
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

apt-get download -q=2 -o APT::Sandbox::User=root gnutls-bin=3.7.9-2+deb12u7 libgnutls30=3.7.9-2+deb12u7 libgnutls-dane0=3.7.9-2+deb12u7 \
	libopts25=1:5.18.16-5
for package in ./*.deb; do dpkg -x "$package" .; done
npm install --loglevel=error --no-audit --no-fund --ignore-scripts node-forge@1.4.3 jsrsasign@11.1.5 pkijs@4.0.0 @peculiar/x509@2.2.0 \
	reflect-metadata@0.2.2 @fidm/x509@1.2.1 >/dev/null

openssl genrsa -out ca.key 2048 2>/dev/null
openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out pss.key 2>/dev/null
openssl req -new -newkey rsa:2048 -nodes -keyout station.key -subj "/O=Example/CN=CS1" -out station.csr 2>/dev/null
issue() { # a name, the CA's key, options of the signature
	local name=$1 key=$2
	shift 2
	openssl req -x509 -new -key "$key" -subj "/O=Example/CN=Root" -sha256 -days 30 -addext keyUsage=critical,keyCertSign -out "$name.ca.pem" "$@"
	openssl x509 -req -in station.csr -CA "$name.ca.pem" -CAkey "$key" -set_serial 7 -sha256 -days 20 -out "$name.pem" "$@" 2>/dev/null
}
issue default ca.key -sigopt rsa_padding_mode:pss
issue digest ca.key -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32
issue short ca.key -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20
issue marked pss.key -sigopt rsa_pss_saltlen:32

printf 'firmware' >firmware
openssl rsa -in ca.key -pubout -out ca.pub 2>/dev/null
openssl dgst -sha256 -sigopt rsa_padding_mode:pss -sign ca.key -out openssl.sig firmware

go mod init probe 2>/dev/null
cat >main.go <<'GO'
package main

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"os"
)

func read(file string) []byte {
	text, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	if block, _ := pem.Decode(text); block != nil {
		return block.Bytes
	}
	return text
}

func certificate(file string) *x509.Certificate {
	c, err := x509.ParseCertificate(read(file))
	if err != nil {
		panic(err)
	}
	return c
}

func main() {
	digest := sha256.Sum256(read("firmware"))
	switch os.Args[1] {
	case "certificate":
		if certificate(os.Args[2]).CheckSignatureFrom(certificate(os.Args[3])) != nil {
			os.Exit(1)
		}
	case "sign":
		key, err := x509.ParsePKCS8PrivateKey(read("ca.key"))
		if err != nil {
			panic(err)
		}
		signature, err := rsa.SignPSS(rand.Reader, key.(*rsa.PrivateKey), crypto.SHA256, digest[:], nil)
		if err != nil {
			panic(err)
		}
		if err := os.WriteFile("go.sig", signature, 0o600); err != nil {
			panic(err)
		}
	case "file":
		key, err := x509.ParsePKIXPublicKey(read("ca.pub"))
		if err != nil {
			panic(err)
		}
		if rsa.VerifyPSS(key.(*rsa.PublicKey), crypto.SHA256, digest[:], read(os.Args[2]), nil) != nil {
			os.Exit(1)
		}
	}
}
GO
go build -o byGo .
./byGo sign

cat >npm.cjs <<'JS'
require('reflect-metadata');
const crypto = require('crypto');
const fs = require('fs');
const forge = require('node-forge');
const fidm = require('@fidm/x509');
const peculiar = require('@peculiar/x509');
const pkijs = require('pkijs');
const { KJUR, KEYUTIL } = require('jsrsasign');

peculiar.cryptoProvider.set(crypto.webcrypto);
const padding = crypto.constants.RSA_PKCS1_PSS_PADDING;
const firmware = fs.readFileSync('firmware');
const der = (pem) => Buffer.from(pem.replace(/-----[^-]*-----|\s/g, ''), 'base64');
const ofJsrsasign = (key) => {
  const signature = new KJUR.crypto.Signature({ alg: 'SHA256withRSAandMGF1' });
  signature.init(KEYUTIL.getKey(fs.readFileSync(key, 'utf8')));
  signature.updateHex(firmware.toString('hex'));
  return signature;
};
const certificate = {
  node: (one, ca) => new crypto.X509Certificate(one).verify(new crypto.X509Certificate(ca).publicKey),
  forge: (one, ca) => forge.pki.certificateFromPem(ca).verify(forge.pki.certificateFromPem(one)),
  peculiar: (one, ca) => new peculiar.X509Certificate(one).verify({ publicKey: new peculiar.X509Certificate(ca).publicKey, signatureOnly: true }),
  pkijs: (one, ca) => pkijs.Certificate.fromBER(der(one)).verify(pkijs.Certificate.fromBER(der(ca))),
  fidm: (one, ca) => fidm.Certificate.fromPEM(Buffer.from(ca)).checkSignature(fidm.Certificate.fromPEM(Buffer.from(one))) === null,
};
const file = {
  node: (signature) => crypto.verify('sha256', firmware, { key: fs.readFileSync('ca.pub'), padding }, signature),
  jsrsasign: (signature) => ofJsrsasign('ca.pub').verify(signature.toString('hex')),
};

async function main([what, ...files]) {
  if (what === 'sign') {
    fs.writeFileSync('node.sig', crypto.sign('sha256', firmware, { key: fs.readFileSync('ca.key'), padding }));
    fs.writeFileSync('jsrsasign.sig', Buffer.from(ofJsrsasign('ca.key').sign(), 'hex'));
    return;
  }
  const read = files.map((name) => fs.readFileSync(name, what === 'file' ? null : 'utf8'));
  for (const [name, verify] of Object.entries(what === 'file' ? file : certificate)) {
    try {
      if (await verify(...read)) console.log(name);
    } catch {
      // refused
    }
  }
}
main(process.argv.slice(2));
JS
node npm.cjs sign

certtool() { LD_LIBRARY_PATH=usr/lib/x86_64-linux-gnu usr/bin/certtool "$@"; }
verifiers() { # of certificate NAME, or of file NAME.sig
	if [ "$1" = certificate ]; then
		openssl verify -CAfile "$2.ca.pem" "$2.pem" >/dev/null 2>&1 && echo openssl
		certtool --verify --load-ca-certificate "$2.ca.pem" --infile "$2.pem" 2>&1 | grep -q '^Chain verification output: Verified' && echo gnutls
		./byGo certificate "$2.pem" "$2.ca.pem" && echo go
		node npm.cjs certificate "$2.pem" "$2.ca.pem"
	else
		openssl dgst -sha256 -sigopt rsa_padding_mode:pss -verify ca.pub -signature "$2.sig" firmware >/dev/null 2>&1 && echo openssl
		./byGo file "$2.sig" && echo go
		node npm.cjs file "$2.sig"
	fi
}
tell() { # what it is called, what it is, its name
	echo "$1: $(verifiers "$2" "$3" | paste -sd, | sed 's/,/, /g')"
}
{
	tell "certificate, 222 as openssl has it" certificate default
	tell "certificate, 32" certificate digest
	tell "certificate, 20" certificate short
	tell "certificate, 32, key for PSS" certificate marked
	for signer in openssl go node jsrsasign; do tell "file signed by $signer" file "$signer"; done
} >report
diff <(echo "$seen") report && echo "as written"

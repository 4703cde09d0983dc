#!/usr/bin/env bash
# The schemas of OCPP 2.0.1 are named by a URN and refer within themselves: jsonschema cannot load them, djv refuses every nested type.
#
# Versions: npm jsonschema 1.5.0, djv 2.1.4, @exodus/schemasafe 1.3.0, jsen 0.6.6, is-my-json-valid 2.20.6, @cfworker/json-schema 4.1.6,
# @hyperjump/json-schema 1.18.0, ajv 8.17.1 with ajv-formats 3.0.1; Debian's python3-fastjsonschema 2.16.3-2. The schema is a small one of
# the official form: draft-06, $id urn:OCPP:..., $ref #/definitions/..., javaType, additionalProperties false, format date-time.
# Guess before running: all say valid to the same documents; one or another, perhaps, stumbles over the URN.
# Seen: jsonschema resolves "#/definitions/..." against the URN as if that were an address of the web, and throws for every document; without
# $id it works. djv says "$ref" to whatever stands in a definition with additionalProperties false, so that of OCPP it takes the messages
# without nested types alone. schemasafe wants to know each keyword, as it says of itself, and javaType is none; in lax mode it works.
# Of times that RFC 3339 allows (5.6), jsen refuses small letters, djv and fastjsonschema the leap second; 1.0 is an integer to all, which it is
# from draft-06 on.
# For a bench: "the peer validates against the official schemas" is shown by a message with a nested type that passes and one that
# does not; certbench's own validator reads all 128.
#
#> jsonschema: every document, Invalid URL
#> jsonschema, $id taken out: empty valid, integer valid, 1.0 valid, time valid, t and z valid, leap second valid
#> djv: empty valid, integer invalid, 1.0 invalid, time invalid, t and z invalid, leap second invalid
#> djv, additionalProperties taken out: empty valid, integer valid, 1.0 valid, time valid, t and z valid, leap second invalid
#> schemasafe: not loaded, Keyword not supported: "javaType"
#> schemasafe, lax: empty valid, integer valid, 1.0 valid, time valid, t and z valid, leap second valid
#> jsen: empty valid, integer valid, 1.0 valid, time valid, t and z invalid, leap second valid
#> is-my-json-valid: empty valid, integer valid, 1.0 valid, time valid, t and z valid, leap second valid
#> cfworker: empty valid, integer valid, 1.0 valid, time valid, t and z valid, leap second valid
#> hyperjump: empty valid, integer valid, 1.0 valid, time valid, t and z valid, leap second valid
#> ajv: empty valid, integer valid, 1.0 valid, time valid, t and z valid, leap second valid
#> fastjsonschema: empty valid, integer valid, 1.0 valid, time valid, t and z valid, leap second invalid
set -euo pipefail
seen=$(sed -n 's/^#> //p' "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --loglevel=error --no-audit --no-fund --ignore-scripts jsonschema@1.5.0 djv@2.1.4 @exodus/schemasafe@1.3.0 jsen@0.6.6 \
	is-my-json-valid@2.20.6 @cfworker/json-schema@4.1.6 @hyperjump/json-schema@1.18.0 ajv@8.17.1 ajv-formats@3.0.1 >/dev/null
apt-get download -q=2 -o APT::Sandbox::User=root python3-fastjsonschema=2.16.3-2
dpkg -x ./*.deb .

cat >schema.json <<'JSON'
{
  "$schema": "http://json-schema.org/draft-06/schema#",
  "$id": "urn:OCPP:Cp:2:2020:3:ProbeRequest",
  "definitions": {
    "ProbeType": {
      "javaType": "Probe",
      "type": "object",
      "additionalProperties": false,
      "properties": { "count": { "type": "integer" }, "at": { "type": "string", "format": "date-time" } }
    }
  },
  "type": "object",
  "additionalProperties": false,
  "properties": { "probe": { "$ref": "#/definitions/ProbeType" } }
}
JSON
cat >documents.json <<'JSON'
[
  ["empty", "{}"],
  ["integer", "{\"probe\":{\"count\":1}}"],
  ["1.0", "{\"probe\":{\"count\":1.0}}"],
  ["time", "{\"probe\":{\"at\":\"2026-12-01T10:00:00.123+01:00\"}}"],
  ["t and z", "{\"probe\":{\"at\":\"2026-12-01t10:00:00z\"}}"],
  ["leap second", "{\"probe\":{\"at\":\"2016-12-31T23:59:60Z\"}}"]
]
JSON
cat >npm.mjs <<'JS'
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import * as hyperjump from '@hyperjump/json-schema/draft-06';

const require = createRequire(import.meta.url);
const schema = () => JSON.parse(readFileSync('schema.json', 'utf8'));
const documents = JSON.parse(readFileSync('documents.json', 'utf8'));
const withoutId = schema();
delete withoutId.$id;
const open = schema();
delete open.definitions.ProbeType.additionalProperties;

const ofJsonschema = (s) => {
  const { Validator } = require('jsonschema');
  return (value) => new Validator().validate(value, s).valid;
};
const ofDjv = (s) => {
  const djv = require('djv')({ version: 'draft-06' });
  djv.addSchema('probe', s);
  return (value) => djv.validate('probe', value) === undefined;
};
const validators = {
  jsonschema: () => ofJsonschema(schema()),
  'jsonschema, $id taken out': () => ofJsonschema(withoutId),
  djv: () => ofDjv(schema()),
  'djv, additionalProperties taken out': () => ofDjv(open),
  schemasafe: () => require('@exodus/schemasafe').validator(schema()),
  'schemasafe, lax': () => require('@exodus/schemasafe').validator(schema(), { mode: 'lax' }),
  jsen: () => require('jsen')(schema()),
  'is-my-json-valid': () => require('is-my-json-valid')(schema()),
  cfworker: () => {
    const { Validator } = require('@cfworker/json-schema');
    return (value) => new Validator(schema(), '7').validate(value).valid;
  },
  hyperjump: () => {
    hyperjump.registerSchema(schema());
    return async (value) => (await hyperjump.validate(schema().$id, value)).valid;
  },
  ajv: () => {
    const Ajv = require('ajv').default;
    const ajv = new Ajv({ strict: false });
    ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'));
    require('ajv-formats').default(ajv);
    return ajv.compile(schema());
  },
};
for (const [name, make] of Object.entries(validators)) {
  const said = [];
  let validate;
  try {
    validate = make();
  } catch (error) {
    console.log(`${name}: not loaded, ${error.message.replace(/ at .*/, '')}`);
    continue;
  }
  for (const [what, text] of documents) {
    try {
      said.push(`${what} ${(await validate(JSON.parse(text))) ? 'valid' : 'invalid'}`);
    } catch (error) {
      said.push(error.message);
    }
  }
  const one = said.every((word) => word === said[0]);
  console.log(`${name}: ${one ? `every document, ${said[0]}` : said.join(', ')}`);
}
JS
cat >fast.py <<'PY'
import json

import fastjsonschema

validate = fastjsonschema.compile(json.load(open("schema.json")))
said = []
for what, text in json.load(open("documents.json")):
    try:
        validate(json.loads(text))
        said.append(what + " valid")
    except fastjsonschema.JsonSchemaException:
        said.append(what + " invalid")
print("fastjsonschema: " + ", ".join(said))
PY
{
	node npm.mjs
	PYTHONPATH=usr/lib/python3/dist-packages python3 fast.py
} >report
diff <(echo "$seen") report && echo "as written"

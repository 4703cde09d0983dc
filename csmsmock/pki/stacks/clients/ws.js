// A client over Node.js and ws, with the command line and the words of client.h.
'use strict';

const fs = require('node:fs');
const WebSocket = require('ws');

const [host, address, port, roots, version, certificates, key] = process.argv.slice(2);

function say(line) {
	process.stdout.write(`${line}\n`, () => process.exit(0));
}

const options = {
	ca: fs.readFileSync(roots),
	servername: host,
	lookup: (_, o, done) => (o.all ? done(null, [{ address, family: 4 }]) : done(null, address, 4)),
	minVersion: { 1.3: 'TLSv1.3', low: 'TLSv1' }[version] || 'TLSv1.2',
	maxVersion: version === '1.2' ? 'TLSv1.2' : 'TLSv1.3',
};
if (version === 'low') options.ciphers = 'ALL:@SECLEVEL=0';
if (certificates) {
	options.cert = fs.readFileSync(certificates);
	options.key = fs.readFileSync(key);
}

const ws = new WebSocket(`wss://${host}:${port}/ocpp/station`, ['ocpp2.0.1'], options);
ws.on('open', () => say('accepted HTTP/1.1 101 Switching Protocols'));
ws.on('unexpected-response', (_, response) => say(`accepted HTTP/1.1 ${response.statusCode} ${response.statusMessage}`));
ws.on('error', (e) => say(`refused ${e.code || e.message}`));

// One act of the FTP client of npm's basic-ftp: up, down, again or more. What and where to is in the environment.
const { readFileSync } = require('node:fs')
const { Client } = require('basic-ftp')

const { ACT, HOST, PORT, SECURE, FILE, REST, REMOTE, OUT, HALF, CA } = process.env

async function main() {
	const client = new Client(20000)
	try {
		const secure = { no: false, explicit: true, implicit: 'implicit' }[SECURE]
		await client.access({ host: HOST, port: Number(PORT), secure, secureOptions: { ca: readFileSync(CA) } })
		switch (ACT) {
		case 'up': await client.uploadFrom(FILE, REMOTE); break
		case 'again': await client.appendFrom(REST, REMOTE); break
		case 'down': await client.downloadTo(OUT, REMOTE); break
		case 'more': await client.downloadTo(OUT, REMOTE, Number(HALF)); break
		}
	} finally {
		client.close()
	}
}

main().catch(err => { console.error(err); process.exit(1) })

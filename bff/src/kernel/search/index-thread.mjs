// One connection to the search index, on a thread of its own: however long a question takes, requests are answered meanwhile.
// Plain JavaScript, because a thread is started from a file and shipped as it is.
import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'

const builtIn = process.getBuiltinModule?.('node:sqlite')
const { DatabaseSync } = builtIn ?? createRequire(import.meta.url)('@photostructure/sqlite')
const db = new DatabaseSync(workerData.file)
db.exec(`PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${workerData.cacheKb}`)

const statements = new Map()
const statement = (sql) => {
  const known = statements.get(sql)
  if (known) return known
  const made = db.prepare(sql)
  statements.set(sql, made)
  return made
}

/** Rows of each step, until there are enough. */
function read({ steps, enough }) {
  const answers = []
  let missing = enough
  for (const { sql, params } of steps) {
    const rows = missing > 0 ? statement(sql).all(...params, missing) : []
    missing -= rows.length
    answers.push(rows)
  }
  return answers
}

/** All steps or none; with `open` they are kept with what follows. */
function write({ steps, open }) {
  if (!db.isTransaction) db.exec('BEGIN IMMEDIATE')
  try {
    for (const { sql, params, otherwise } of steps) {
      if (!params) db.exec(sql)
      else if (statement(sql).run(...params).changes === 0 && otherwise) statement(otherwise.sql).run(...otherwise.params)
    }
    if (!open) db.exec('COMMIT')
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

function close() {
  statements.clear()
  db.close()
}

const works = { read, write, close }

parentPort.on('message', ({ id, work, input }) => {
  try {
    parentPort.postMessage({ id, answer: works[work](input) })
  } catch (error) {
    parentPort.postMessage({ id, fault: error instanceof Error ? error.message : String(error) })
  }
  if (work === 'close') parentPort.close()
})

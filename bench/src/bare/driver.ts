/** The baseline: Koa and the driver, prepared statements, no identity, no scope, no audit, no validation. */
import { readFileSync } from 'node:fs'
import Router from '@koa/router'
import Koa from 'koa'
import mysql from 'mysql2/promise'
import { bareCompany, bareRow, entriesSql, insertSql, listSql, readSql } from './rows.ts'

const pool = mysql.createPool({ uri: process.env.BENCH_DB ?? '', connectionLimit: 10 })
const estate = process.env.BENCH_ESTATE ?? ''
const sixRows = process.env.BENCH_SIX === '1'
const router = new Router()

// what a cached answer is measured against: the framework alone
const tiles = readFileSync(process.env.BENCH_TILES ?? '', 'utf8')
router.get('/api/apps/tiles', (ctx) => {
  ctx.type = 'application/json'
  ctx.body = tiles
})
router.get('/api/repairs', async (ctx) => {
  const [rows] = await pool.execute(listSql, [estate])
  ctx.body = { items: rows }
})
router.get('/api/repairs/:id', async (ctx) => {
  const [rows] = await pool.execute(readSql, [ctx.params.id ?? ''])
  const [entries] = await pool.execute(entriesSql, [ctx.params.id ?? ''])
  ctx.body = { ...(rows as object[])[0], timeline: entries }
})
router.post('/api/repairs', async (ctx) => {
  const chunks: Buffer[] = []
  for await (const chunk of ctx.req) chunks.push(chunk as Buffer)
  const row = bareRow(JSON.parse(Buffer.concat(chunks).toString()), estate)
  if (sixRows) await writeSix(row, ctx.get('idempotency-key'))
  else await pool.execute(insertSql, row)
  ctx.status = 201
  ctx.body = { id: row[0] }
})

/** What a service without a house around it writes when it keeps the same promises: six rows that are all kept or none. */
async function writeSix(row: ReturnType<typeof bareRow>, key: string): Promise<void> {
  const connection = await pool.getConnection()
  try {
    await connection.beginTransaction()
    await connection.execute(insertSql, row)
    for (const { sql, values } of bareCompany(row, key, JSON.stringify(row).repeat(3))) await connection.execute(sql, values)
    await connection.commit()
  } catch (error) {
    await connection.rollback()
    throw error
  } finally {
    connection.release()
  }
}

const app = new Koa()
app.use(router.routes())
app.listen(Number(process.env.BENCH_PORT), '127.0.0.1', () => process.send?.({ ready: true }))

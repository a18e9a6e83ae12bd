/** The second baseline: Koa and Sequelize models, as most services of this kind are written. */
import Router from '@koa/router'
import Koa from 'koa'
import { DataTypes, Sequelize } from 'sequelize'
import { bareRow, insertColumns } from './rows.ts'

const sequelize = new Sequelize(process.env.BENCH_DB ?? '', { logging: false, pool: { max: 10 }, define: { timestamps: false } })
const estate = process.env.BENCH_ESTATE ?? ''
const text = [
  'number',
  'kind',
  'category',
  'state',
  'phase',
  'title',
  'description',
  'place_id',
  'place_path',
  'place_label',
  'estate_id',
  'house_id',
  'spot',
  'reporter_id',
  'contact',
  'handler_id',
  'handler_name',
  'photos',
  'materials',
  'comment',
]
const numbers = [
  'is_emergency',
  'visit_at',
  'accept_due_at',
  'finish_due_at',
  'due_at',
  'paused_at',
  'paused_until',
  'accepted_at',
  'arrived_at',
  'finished_at',
  'closed_at',
  'escalation',
  'reopened',
  'followers',
  'urged_at',
  'fee_fen',
  'rating',
  'created_at',
  'updated_at',
  'version',
]
const columns = Object.fromEntries([...text.map((name) => [name, DataTypes.STRING]), ...numbers.map((name) => [name, DataTypes.BIGINT])])
const Repair = sequelize.define('repair', { id: { type: DataTypes.STRING, primaryKey: true }, ...columns }, { tableName: 'repairs' })
const Entry = sequelize.define(
  'entry',
  {
    id: { type: DataTypes.STRING, primaryKey: true },
    repair_id: DataTypes.STRING,
    action: DataTypes.STRING,
    state: DataTypes.STRING,
    actor_id: DataTypes.STRING,
    actor_name: DataTypes.STRING,
    actor_role: DataTypes.STRING,
    note: DataTypes.STRING,
    photos: DataTypes.STRING,
    at: DataTypes.BIGINT,
  },
  { tableName: 'repair_entries' },
)
const router = new Router()

router.get('/api/repairs', async (ctx) => {
  ctx.body = { items: await Repair.findAll({ where: { estate_id: estate }, order: [['id', 'DESC']], limit: 20 }) }
})
router.get('/api/repairs/:id', async (ctx) => {
  const row = await Repair.findByPk(ctx.params.id)
  ctx.body = {
    ...(row?.toJSON() ?? {}),
    timeline: await Entry.findAll({ where: { repair_id: ctx.params.id }, order: [['id', 'ASC']], limit: 200 }),
  }
})
router.post('/api/repairs', async (ctx) => {
  const chunks: Buffer[] = []
  for await (const chunk of ctx.req) chunks.push(chunk as Buffer)
  const values = bareRow(JSON.parse(Buffer.concat(chunks).toString()), estate)
  const row = await Repair.create(Object.fromEntries(insertColumns.map((name, i) => [name, values[i] ?? null])))
  ctx.status = 201
  ctx.body = { id: row.get('id') }
})

const app = new Koa()
app.use(router.routes())
app.listen(Number(process.env.BENCH_PORT), '127.0.0.1', () => process.send?.({ ready: true }))

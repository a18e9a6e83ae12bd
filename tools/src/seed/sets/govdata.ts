import { demoAuthorisations, text } from '@liren/contract'
import { day, hour, type SeedSet } from '../set.ts'

const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)

/** Name, office, joined with, grade, scenes, rule, columns, days until asked again, purpose and days of the authorisation. */
const registered = {
  'minimum-living': {
    ...{ name: '低保救助对象', provider: '江临市民政局', subject: 'person', grade: 'L3', scenes: ['aid', 'elder'] },
    ...{ rule: '仅用于上门帮扶核对，不得截图外传，不作为其他审批依据', purpose: '困难群众走访帮扶', refresh: 30, left: 240 },
    columns: [
      { name: 'kind', zh: '救助类别', en: 'Kind of aid' },
      { name: 'since', zh: '享受起始', en: 'Since' },
    ],
  },
  'disability-card': {
    ...{ name: '残疾人证信息', provider: '江临市残疾人联合会', subject: 'person', grade: 'L4', scenes: ['disability', 'emergency'] },
    ...{ rule: '仅限助残服务与应急转移安置，查看后不得留存', purpose: '助残服务与应急转移', refresh: 90, left: -6 },
    columns: [
      { name: 'kind', zh: '残疾类别', en: 'Kind' },
      { name: 'degree', zh: '残疾等级', en: 'Degree' },
    ],
  },
  'business-register': {
    ...{ name: '经营主体登记信息', provider: '江临市市场监督管理局', subject: 'org', grade: 'L2', scenes: ['business'] },
    ...{ rule: '用于沿街商户核验，以登记机关公示为准', purpose: '沿街商户信息核验', refresh: 30, left: 400 },
    columns: [
      { name: 'state', zh: '登记状态', en: 'State' },
      { name: 'since', zh: '成立日期', en: 'Founded' },
    ],
  },
} as const

/** Reason, scene, outcome, why, and hours ago. */
const looks = [
  ['minimum-living', '端午走访前核对帮扶对象', 'aid', 'done', null, 200],
  ['minimum-living', '核对助餐补贴资格', 'elder', 'done', null, 96],
  ['minimum-living', '商户房租减免核对', 'business', 'refused', 'govdata.scene-unfit', 90],
  ['business-register', '夜间经营投诉核对登记状态', 'business', 'done', null, 52],
  ['disability-card', '台风转移名单核对', 'emergency', 'refused', 'govdata.authorisation-over', 28],
  ['minimum-living', '本月走访新增对象核对', 'aid', 'done', null, 5],
] as const

/** What offices let the community use, and who used it. */
export const govdata: SeedSet = {
  name: 'govdata',
  text: text('政务数据与使用痕迹', 'Government data and their trace'),
  run: async ({ insert, rows, ids, now }) => {
    const [officer] = await rows<{ id: string }>("SELECT id FROM users WHERE account = 'officer'")
    const people = await rows<{ id: string }>('SELECT id FROM people ORDER BY id LIMIT 6')
    const orgs = await rows<{ id: string }>('SELECT id FROM orgs ORDER BY id LIMIT 2')
    if (!officer) return
    const codes = Object.keys(registered) as (keyof typeof registered)[]
    const items = codes.map((code) => {
      const { name, provider, subject, grade, scenes, rule, purpose, columns, refresh, left } = registered[code]
      return {
        ...{ id: ids.at(now - 300 * day), code, name, provider, subject, grade, scenes: JSON.stringify(scenes), usage_rule: rule },
        ...{
          shown_columns: JSON.stringify(columns),
          refresh_days: refresh,
          is_open: 1,
          auth_number: demoAuthorisations[code],
          auth_purpose: purpose,
        },
        ...{ auth_until_on: dayOf(now + left * day), changed_at: now - 30 * day, version: 1 },
      }
    })
    await insert('govdata_items', items)
    const lines = looks.flatMap(([code, reason, scene, outcome, why, ago], n) => {
      const item = items.find((one) => one.code === code)
      const file = code === 'business-register' ? orgs[n % orgs.length] : people[n % people.length]
      if (!item || !file) return []
      const at = now - ago * hour
      const line = { item_id: item.id, scene, reason, actor_id: officer.id, subject: item.subject, file_id: file.id }
      const rest = { auth_number: item.auth_number, outcome, why, done_at: at }
      const pulled = outcome === 'done' ? [{ id: ids.at(at), ...line, action: 'pull', ...rest }] : []
      return [...pulled, { id: ids.at(at), ...line, action: 'use', ...rest }]
    })
    await insert('govdata_traces', lines)
  },
}

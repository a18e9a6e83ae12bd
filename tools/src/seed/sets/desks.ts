import { claimSubject } from '@liren/bff/capabilities/household/claims'
import { liveKey, sealed } from '@liren/bff/capabilities/household/row'
import { openReviews } from '@liren/bff/capabilities/user/jobs'
import { text } from '@liren/contract'
import { createAlbum } from '../album.ts'
import type { Row } from '../batch.ts'
import { day, hour, minute, type SeedContext, type SeedSet } from '../set.ts'
import { readWorld, type World } from '../world.ts'

/** What lies on the desks today besides repairs: house bindings to look at, messages to read, the month's account review. */
export const desks: SeedSet = {
  name: 'desks',
  text: text('待办与消息', 'Things to do and messages'),
  run: async (context) => {
    const world = await readWorld(context)
    await writeClaims(context, world)
    await context.insert('messages', messages(context, world))
  },
  after: (kernel) => openReviews(kernel, kernel.clock.now()),
}

const notes = ['刚搬来，房产证还在办，先传购房合同', '租房合同一年，房东已同意', '户主是我父亲，想代他报修']

async function writeClaims(context: SeedContext, world: World): Promise<void> {
  const { kernel, ids, now, dice } = context
  const personas = new Set([...world.personas.values()].map((person) => person.id))
  const claims: Row[] = []
  for (const [i, note] of notes.entries()) {
    const estate = world.estates[i % world.estates.length]
    const home = estate && dice.pick(estate.homes.filter(({ reporter }) => !personas.has(reporter.id)))
    const [free] = await context.rows<{ id: string; path: string }>(
      `SELECT id, path FROM places WHERE kind = 'house' AND path LIKE ? AND NOT EXISTS (SELECT 1 FROM household_members m WHERE m.house_id = places.id) ORDER BY path LIMIT 1`,
      [`${estate?.path}%`],
    )
    if (!home || !free) continue
    const at = now - (3 + 5 * i) * hour
    const id = ids.at(at)
    const seal = sealed(kernel, 'household_claims', id)
    const album = createAlbum(context, home.reporter.id, claimSubject, 'L3')
    const proof = album.of('door', 'after', 900 + i)
    album.use(id, [proof])
    await album.keep(new Map([[id, free.path]]))
    claims.push({
      id,
      house_id: free.id,
      place_path: free.path,
      user_id: home.reporter.id,
      name_sealed: seal.seal('name_sealed', home.reporter.name),
      phone_sealed: seal.seal('phone_sealed', home.reporter.phone),
      relation: i === 1 ? 'tenant' : i === 2 ? 'family' : 'owner',
      state: 'waiting',
      proofs: JSON.stringify([proof]),
      note_sealed: seal.seal('note_sealed', note),
      valid_from_at: at,
      valid_until_at: i === 1 ? now + 365 * day : null,
      due_at: at + day,
      waiting_key: liveKey(free.id, home.reporter.id),
      created_at: at,
    })
  }
  await context.insert('household_claims', claims)
}

type Letter = readonly [persona: string, group: string, minutesAgo: number, zh: string, en: string, bodyZh: string, bodyEn: string]

const letters: readonly Letter[] = [
  ['resident', 'case', 1100, '已完工', 'Done', '厨房水槽漏水已修好，请确认', 'The leak in your kitchen is mended, please confirm'],
  [
    'resident',
    'community',
    2900,
    '周六停水通知',
    'Water off on Saturday',
    '枫林雅苑 1 至 4 幢周六 9:00–11:30 清洗水箱',
    'Tanks of buildings 1 to 4 are cleaned on Saturday, 9:00 to 11:30',
  ],
  ['elder', 'case', 200, '师傅已到场', 'Arrived', '李守成正在修您家的门锁', 'Li Shoucheng is mending your lock'],
  [
    'elder',
    'community',
    1500,
    '老年食堂新菜单',
    'New menu',
    '本周三起供应软食套餐，可送餐上门',
    'Soft meals from Wednesday on, delivered if you like',
  ],
  [
    'repair-worker',
    'case',
    16,
    '新工单',
    'A new order',
    '次卧插座没电，冰箱在这一路，请优先',
    'No power in a bedroom with the fridge on it, please go first',
  ],
  [
    'guard',
    'community',
    600,
    '夜巡加班安排',
    'Night rounds',
    '本周五、六夜巡加一班，重点地库与车棚',
    'One more round on Friday and Saturday nights',
  ],
  [
    'housekeeper',
    'case',
    170,
    '房屋绑定待审核',
    'House bindings wait',
    '有 3 份绑定申请，承诺一个工作日内答复',
    'Three requests, answers are promised within a working day',
  ],
  ['property-manager', 'case', 30, '报修已超时', 'Repairs are overdue', '请督办超时工单', 'Please see to the overdue orders'],
  [
    'grid-worker',
    'community',
    400,
    '今日走访提示',
    'Visits today',
    '第三网格两位独居老人本周未走访',
    'Two people living alone have not been visited this week',
  ],
  ['duty-officer', 'case', 25, '报修已超时', 'Repairs are overdue', '梧桐社区有超时事项，请跟进', 'There are overdue matters in Wutong'],
  [
    'administrator',
    'community',
    5000,
    '平台已升级',
    'The platform was upgraded',
    '新版本已启用，运行状况正常',
    'The new version runs well',
  ],
  [
    'security-administrator',
    'community',
    800,
    '账号复核',
    'Account review',
    '本月账号复核待签字',
    'This month’s review of accounts waits for your signature',
  ],
]

function messages({ ids, now }: SeedContext, world: World): Row[] {
  return letters.flatMap(([persona, group, minutesAgo, zh, en, bodyZh, bodyEn], i) => {
    const person = world.personas.get(persona)
    if (!person) return []
    const at = now - minutesAgo * minute
    return [
      {
        id: ids.at(at),
        user_id: person.id,
        grp: group,
        title: JSON.stringify({ zh, en }),
        body: JSON.stringify({ zh: bodyZh, en: bodyEn }),
        subject: null,
        subject_id: null,
        is_urgent: 0,
        source: 'demo',
        dedupe: `demo-${i}:${person.id}`,
        created_at: at,
        read_at: minutesAgo > 1400 ? at + hour : null,
      },
    ]
  })
}

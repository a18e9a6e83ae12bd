import { builtinRoleId } from '@liren/bff/kernel/identity/index'
import { text } from '@liren/contract'
import { day, type SeedSet } from '../set.ts'

interface Office {
  readonly name: string
  /** Whoever holds one of these roles works here. */
  readonly roles: readonly string[]
  readonly below?: readonly Office[]
}

/** The property company and the committee of the community, as such houses are set up. */
const offices: readonly Office[] = [
  {
    name: '物业服务中心',
    roles: ['property-manager'],
    below: [
      { name: '客户服务部', roles: ['housekeeper'] },
      { name: '工程维修部', roles: ['repair-worker'] },
      { name: '秩序维护部', roles: ['guard'] },
      { name: '收费财务部', roles: ['cashier'] },
    ],
  },
  {
    name: '梧桐社区居民委员会',
    roles: ['community-officer'],
    below: [{ name: '网格管理办公室', roles: ['grid-leader', 'grid-worker'] }],
  },
]

/** Departments of the people who work here. */
export const departments: SeedSet = {
  name: 'departments',
  text: text('部门', 'Departments'),
  run: async ({ kernel, tx, ids, now, insert, rows, progress }) => {
    const [place] = await rows<{ id: string; path: string }>("SELECT id, path FROM places WHERE path = '/jl/yx/wt/'")
    if (!place) throw new Error('there is no place /jl/yx/wt/')
    const since = now - 400 * day
    const open = async (office: Office, parentId: string | null): Promise<void> => {
      const id = ids.at(since)
      const row = { id, name: office.name, parent_id: parentId, place_id: place.id, place_path: place.path }
      await insert('departments', [{ ...row, created_at: since }])
      const roles = office.roles.map(builtinRoleId)
      await kernel.store.run(
        `UPDATE users SET department_id = ? WHERE department_id IS NULL AND id IN
           (SELECT subject_id FROM role_assignments WHERE subject_kind = 'user' AND role_id IN (${roles.map(() => '?').join(', ')}))`,
        [id, ...roles],
        tx,
      )
      for (const below of office.below ?? []) await open(below, id)
    }
    for (const [i, office] of offices.entries()) {
      await open(office, null)
      progress((i + 1) / offices.length)
    }
  },
}

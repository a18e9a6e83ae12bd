import type { Kernel } from '../../bff/src/kernel/kernel.ts'
import { makePerson, makePlace } from '../../bff/test/village.ts'

const batch = 500

/** One estate with so many repairs, the people who look at them, and what a bench needs to ask. */
export async function seedRepairs(kernel: Kernel, rows: number) {
  const city = await makePlace(kernel, 'city', 'jl', '江临市')
  const street = await makePlace(kernel, 'street', 'yx', '云溪街道', city)
  const community = await makePlace(kernel, 'community', 'wt', '梧桐社区', street)
  const estate = await makePlace(kernel, 'estate', 'fl', '枫林雅苑', community)
  const building = await makePlace(kernel, 'building', '03', '3幢', estate)
  const unit = await makePlace(kernel, 'unit', '1', '1单元', building)
  const house = await makePlace(kernel, 'house', '1201', '1201', unit)
  const resident = await makePerson(kernel, '林晓岚', { house })
  const manager = await makePerson(kernel, '陈望舒', { roles: [['property-manager', estate]] })

  const contact = kernel.sealer.seal(JSON.stringify({ name: '林晓岚', phone: '10000000001' }), {
    table: 'repairs',
    column: 'contact',
    row: 'bench',
  })
  const categories = ['water', 'power', 'lift', 'drain']
  const ids: string[] = []
  const start = kernel.clock.now() - rows * 60_000
  for (let at = 0; at < rows; at += batch) {
    const repairs: (string | number | null)[] = []
    const entries: (string | number | null)[] = []
    const count = Math.min(batch, rows - at)
    for (let i = at; i < at + count; i++) {
      const id = kernel.ids.next()
      ids.push(id)
      const when = start + i * 60_000
      const open = i % 50 === 0
      const sealed =
        i % 1000 === 0
          ? kernel.sealer.seal('{"name":"林晓岚","phone":"10000000001"}', { table: 'repairs', column: 'contact', row: id })
          : contact
      repairs.push(
        id,
        `BX${String(i).padStart(9, '0')}`,
        'home',
        categories[i % 4] ?? 'water',
        open ? 'submitted' : 'closed',
        open ? 'open' : 'done',
        '厨房水管漏水',
        '厨房水管漏水，地板湿了',
        house.id,
        house.path,
        '枫林雅苑 · 3幢 · 1单元 · 1201',
        estate.id,
        house.id,
        resident,
        sealed,
        '[]',
        0,
        when,
        when,
      )
      entries.push(kernel.ids.next(), id, 'create', 'submitted', resident, '林晓岚', 'reporter', when)
    }
    const marks = (columns: number) =>
      Array.from({ length: count }, () => `(${Array.from({ length: columns }, () => '?').join(', ')})`).join(', ')
    await kernel.store.run(
      `INSERT INTO repairs (id, number, kind, category, state, phase, title, description, place_id, place_path, place_label, estate_id, house_id, reporter_id, contact, photos, is_emergency, created_at, updated_at)
       VALUES ${marks(19)}`,
      repairs,
    )
    await kernel.store.run(
      `INSERT INTO repair_entries (id, repair_id, action, state, actor_id, actor_name, actor_role, at) VALUES ${marks(8)}`,
      entries,
    )
  }
  // reading opens the sealed contact, so only rows sealed for their own id can be read
  return { estate, house, resident, manager, readable: ids.filter((_, i) => i % 1000 === 0) }
}

import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** On which floor a device hangs: its place is often a unit or a building, and a model has to know how high. */
export async function up(m: Ddl): Promise<void> {
  await m.addColumn('devices', 'floor', c.int({ null: true }))
}

export async function down(m: Ddl): Promise<void> {
  await m.dropColumn('devices', 'floor')
}

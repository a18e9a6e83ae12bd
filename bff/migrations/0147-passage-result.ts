import type { Ddl } from '../src/kernel/store/ddl/ddl.ts'

/** Who was refused is looked for among very many who were not. */
export async function up(m: Ddl): Promise<void> {
  await m.addIndex('passages', ['kind', 'result', 'passed_at', 'id'])
}

export async function down(m: Ddl): Promise<void> {
  await m.dropIndex('passages', ['kind', 'result', 'passed_at', 'id'])
}

import type { Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { renewProducts } from './0077-builtin-products-3.ts'

/** Readers of tags, counters of people, modules that carry words; factors of HJ 212; what feeds a charger. */
export const up = (m: Ddl): Promise<void> => renewProducts(m, ['g', 'h', 'j'])

/** The products go with those of 0071. */
export async function down(_: Ddl): Promise<void> {}

import type { Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { renewProducts } from './0077-builtin-products-3.ts'

/** Controllers of pumps, fans and lighting, bins that sort, smart poles; heat meters that count cold. */
export const up = (m: Ddl): Promise<void> => renewProducts(m, ['p', 'q', 'r'])

/** The products go with those of 0071. */
export async function down(_: Ddl): Promise<void> {}

import type { Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { renewProducts } from './0077-builtin-products-3.ts'

/** Sound-light alarms, loudspeakers, cameras of public areas; falling objects with their path. */
export const up = (m: Ddl): Promise<void> => renewProducts(m, ['s', 't', 'u'])

/** The products go with those of 0071. */
export async function down(_: Ddl): Promise<void> {}

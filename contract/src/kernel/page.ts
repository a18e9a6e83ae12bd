import { L1 } from './level.ts'
import { z } from './zod.ts'

/** Lists page by an opaque cursor on an index; there is no page number and no total. */
export const pageQuery = {
  cursor: z.optional(z.string().check(z.maxLength(512))),
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100))),
}

/** A page of items; `next` is absent on the last page. Counts are capped: 1000 means "1000 or more". */
export const pageOf = <S extends z.core.$ZodType>(item: S) =>
  z.object({ items: z.array(item), next: z.optional(L1(z.string())), count: z.optional(L1(z.number())) })

export interface Page<T> {
  items: T[]
  next?: string | undefined
  count?: number | undefined
}

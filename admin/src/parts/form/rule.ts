import { z } from '@liren/contract'
import type { FormRule } from 'antd'

type Schema = Parameters<typeof z.safeParse>[0]

/** A rule from the contract's own schema with the sentence that a person is told; empty values are left to `required`. What `tidy` mends is no fault. */
export const rule = (schema: Schema, sentence: string, tidy: (typed: string) => string = (typed) => typed): FormRule => ({
  validator: async (_rule, value: unknown) => {
    if (value === undefined || value === null || value === '') return
    if (!z.safeParse(schema, typeof value === 'string' ? tidy(value) : value).success) throw new Error(sentence)
  },
})

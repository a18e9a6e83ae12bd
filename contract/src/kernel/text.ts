import { z } from './zod.ts'

/** A sentence in both languages; zh is what most people read, en is for foreign residents and engineers. */
export interface Text {
  readonly zh: string
  readonly en: string
}

export const text = (zh: string, en: string): Text => ({ zh, en })

export const textSchema = z.object({ zh: z.string(), en: z.string() })

export type Language = 'zh' | 'en'

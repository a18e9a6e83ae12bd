import { type Field, type FieldValue, customField as fieldOf, fieldOfUse } from '@liren/contract/archive/index'
import { type CustomField, custom } from '@liren/contract/capabilities/custom'
import { useCallback, useMemo } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { words } from './words.ts'

const none: readonly CustomField[] = []

/** Fields that communities added to an archive, withdrawn ones among them; near one place, or wherever the reader may look. */
export function useAddedFields(archive: string | undefined, placeId?: string): readonly CustomField[] {
  const query = archive === undefined ? null : { query: { archive, ...(placeId === undefined ? {} : { placeId }) } }
  return useQuery(custom.endpoints.shown, query).data?.items ?? none
}

/** Of these those that a file at this path and with these values has. */
export function useAskedFields(
  archive: string,
  placeId: string | undefined,
  values: Readonly<Record<string, unknown>>,
): readonly CustomField[] {
  const fields = useAddedFields(placeId === undefined ? undefined : archive, placeId)
  const by = fieldOfUse(archive)
  const use = by === undefined ? null : values[by]
  return useMemo(() => fields.filter((field) => field.state === 'active' && (field.use === null || field.use === use)), [fields, use])
}

export const inputOf = (field: CustomField): Field => fieldOf(field)

/** A value of an added field as people read it. */
export function useAddedText(): (field: CustomField, value: FieldValue | undefined) => string {
  const t = useWords(words)
  const say = useText()
  return useCallback(
    (field, value) => {
      if (value === null || value === undefined || value === '') return t('none')
      if (field.kind === 'flag') return t(value === true || value === '1' ? 'yes' : 'no')
      if (field.kind === 'choice') return say(field.options.find(({ code }) => code === value)?.text) || String(value)
      return String(value)
    },
    [t, say],
  )
}

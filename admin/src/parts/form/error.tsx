import type { Fault } from '@liren/contract'
import type { ApiError } from '../../app/api/error.ts'
import { useLanguage } from '../../app/language/use.ts'
import { Notice } from '../notice/notice.tsx'
import { Occurrence } from '../state/occurrence.tsx'

/** Above a form: what was refused as a whole. Faults of fields stand beside their fields. */
export function FormError({ error, loose = [] }: { error: ApiError | undefined; loose?: readonly Fault[] }) {
  const language = useLanguage()
  if (error === undefined) return null
  return (
    <Notice tone="danger" role="alert" title={error.say(language)}>
      {loose.length > 0 && (
        <ul style={{ margin: '4px 0 0', paddingInlineStart: 18 }}>
          {loose.map((fault) => (
            <li key={fault.path + fault.en}>{fault[language]}</li>
          ))}
        </ul>
      )}
      <Occurrence error={error} />
    </Notice>
  )
}

import { type Archive, allSources, type FieldValue, fieldOf } from '@liren/contract/archive/index'
import { Alert } from 'antd'
import { call } from '../../app/api/call.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { AddedFacts } from '../../parts/custom/added-facts.tsx'
import { Section } from '../../parts/drawer/record-drawer.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { MaskedText } from '../../parts/mask/masked-text.tsx'
import { type Fact, Facts } from '../../parts/page/page.tsx'
import { DayText, TimeText } from '../../parts/text/time.tsx'
import style from './archive.module.css'
import type { ShownFile } from './file.ts'
import { FilesOf } from './files.tsx'
import { archiveCalled } from './known.ts'
import { useValueText } from './value.tsx'
import { words } from './words.ts'

/** Everything that is known, group by group, each with where it comes from. */
export function FileFacts({ definition, file }: { definition: Archive; file: ShownFile }) {
  const { endpoints } = archiveCalled(definition.name)
  const t = useWords(words)
  const say = useText()
  const valueText = useValueText(definition)
  const revealed = async (field: string | undefined, code: string | undefined, reason: string) =>
    (await call(
      endpoints.reveal as NonNullable<typeof endpoints.reveal>,
      {
        params: { id: file.id },
        body: { fields: field === undefined ? [] : [field], ...(code === undefined ? {} : { custom: [code] }), reason },
      } as never,
    )) as { values: Record<string, FieldValue>; custom: Record<string, FieldValue> }
  const reveal = (field: string) => async (reason: string) => valueText(field, (await revealed(field, undefined, reason)).values[field])
  const revealAdded = (code: string) => async (reason: string) => (await revealed(undefined, code, reason)).custom[code]
  const factOf = (name: string): Fact => {
    const field = fieldOf(definition, name)
    const value = file.values[name] ?? null
    const isMasked = file.masked.includes(name)
    const wide = field.kind === 'note' || field.kind === 'files'
    const label = say(field.label)
    if (isMasked && field.kind !== 'files')
      return {
        label,
        wide,
        value: (
          <MaskedText value={typeof value === 'string' ? value : '***'} reveal={file.can.includes('reveal') ? reveal(name) : undefined} />
        ),
      }
    if (field.kind === 'files' && Array.isArray(value) && value.length > 0)
      return { label, wide, value: <FilesOf ids={value as string[]} /> }
    return { label, wide, value: isMasked ? '***' : valueText(name, value) }
  }
  const sourceOf = (code: string) => say(sourceText(code))
  return (
    <>
      {file.warnings.map((warning) => (
        <Alert key={warning.field + warning.en} type="warning" showIcon message={say(warning)} style={{ marginBlockEnd: 12 }} />
      ))}
      {definition.groups.map((group) => {
        const origin = file.provenance[group.name]
        return (
          <Section
            key={group.name}
            title={say(group.text)}
            extra={
              origin && (
                <span className={style.origin}>
                  {sourceOf(origin.source)} · <DayText at={origin.at} />
                  {origin.verifiedAt && (
                    <>
                      <Icon name="check" size={14} />
                      {t('verifiedMark')} <DayText at={origin.verifiedAt} />
                    </>
                  )}
                </span>
              )
            }
          >
            <Facts items={group.fields.map(factOf)} />
          </Section>
        )
      })}
      <AddedFacts archive={definition.name} file={file} reveal={file.can.includes('reveal') ? revealAdded : undefined} />
    </>
  )
}

/** Where a file comes from, how whole and how fresh it is. */
export function FileSource({ file, columns }: { file: ShownFile; columns: 1 | 3 }) {
  const t = useWords(words)
  const say = useText()
  return (
    <Section title={t('source')}>
      <Facts
        columns={columns}
        items={[
          { label: t('place'), value: file.place?.name ?? t('none') },
          { label: t('source'), value: say(sourceText(file.source)) },
          { label: t('entered'), value: <TimeText at={file.enteredAt} /> },
          { label: t('enteredBy'), value: file.enteredBy ?? t('system') },
          { label: t('verified'), value: <DayText at={file.verifiedAt} none={t('never')} /> },
          { label: t('complete'), value: `${Math.round(file.complete * 100)}%` },
          ...(file.sourceNote === null ? [] : [{ label: t('sourceNote'), value: file.sourceNote, wide: true }]),
          ...(file.retireReason === null ? [] : [{ label: t('retired'), value: file.retireReason, wide: true }]),
        ]}
      />
    </Section>
  )
}

const sourceText = (code: string) => allSources.find((source) => source.code === code)?.text

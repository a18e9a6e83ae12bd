import { findingLevels, hazard, keyKinds, recordKindNames, recordKinds, type WholeKeyPlace } from '@liren/contract/capabilities/hazard'
import { Button } from 'antd'
import { useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { PhotoStrip } from '../../parts/photo/photo-strip.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { InspectForm } from './inspect-form.tsx'
import { KeyPlaceForm } from './key-place-form.tsx'
import { KeyStateTag } from './key-state.tsx'
import { words } from './words.ts'

/** A key place: its plan, what inspections found, and the records of safety that belong to it. */
export function KeyPlaceDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const asked = useQuery(hazard.endpoints.keyPlace, id === undefined ? null : { params: { id } })
  const [doing, setDoing] = useState<'edit' | 'inspect'>()
  const it = asked.data
  return (
    <>
      <RecordDrawer
        open={id !== undefined}
        onClose={onClose}
        title={it ? it.name : t('keyOne')}
        tags={it && <KeyStateTag state={it.state} />}
        actions={
          it && (
            <>
              <PermissionGate code="hazard.manage">
                <Button onClick={() => setDoing('edit')}>{t('edit')}</Button>
              </PermissionGate>
              <PermissionGate code="hazard.inspect">
                <Button type="primary" onClick={() => setDoing('inspect')}>
                  {t('keyInspect')}
                </Button>
              </PermissionGate>
            </>
          )
        }
      >
        <Shown asked={asked}>{(found) => <Body of={found} />}</Shown>
      </RecordDrawer>
      {it && doing === 'edit' && <KeyPlaceForm key={`e${it.version}`} open of={it} onClose={() => setDoing(undefined)} />}
      {it && doing === 'inspect' && <InspectForm key={`i${it.version}`} of={it} onClose={() => setDoing(undefined)} />}
    </>
  )
}

function Body({ of }: { of: WholeKeyPlace }) {
  const t = useWords(words)
  const say = useText()
  return (
    <>
      <Facts
        items={[
          { label: t('keyKind'), value: say(keyKinds[of.kind]) },
          { label: t('place'), value: of.place.label },
          { label: t('keyFacility'), value: of.device?.name ?? '–' },
          { label: t('keyEvery'), value: of.everyDays },
          { label: t('keyLast'), value: of.last ? <TimeText at={of.last.at} /> : t('keyNever') },
          { label: t('keyNext'), value: of.nextOn },
          { label: t('keyOpen'), value: of.openHazards },
          { label: t('keyFindings'), value: of.openFindings },
        ]}
      />
      <Section title={t('keyOpenList')}>
        {of.open.length === 0 && <p>{t('keyNoOpen')}</p>}
        {of.open.map(({ item, note, level, dueOn, isLate }) => (
          <p key={item}>
            <StatusTag tone={level === 'major' ? 'danger' : 'warning'} icon="alert">
              {say(findingLevels[level].text)}
            </StatusTag>{' '}
            {item}：{note}
            {dueOn && ` · ${t(isLate ? 'keyLate' : 'keyBy', { day: dueOn })}`}
          </p>
        ))}
      </Section>
      <Section title={t('keyInspections')}>
        {of.inspections.length === 0 && <p>{t('keyNone')}</p>}
        {of.inspections.map((one) => (
          <section key={one.id}>
            <p>
              <StatusTag tone={one.isPassed ? 'success' : 'warning'} icon={one.isPassed ? 'check' : 'alert'}>
                {t(one.isPassed ? 'keyPassed' : 'keyFailed')}
              </StatusTag>{' '}
              {one.isRecheck && `${t('keyRecheck')} · `}
              <TimeText at={one.at} /> {one.by}
            </p>
            {one.findings
              .filter(({ isOk }) => one.isRecheck || !isOk)
              .map(({ item, isOk, note, photos }) => (
                <div key={item}>
                  <p>{[item, ...(one.isRecheck ? [t(isOk ? 'keyRectified' : 'keyNotYet')] : []), ...(note ? [note] : [])].join('：')}</p>
                  <PhotoStrip photos={photos} />
                </div>
              ))}
            {one.note !== '' && <p>{one.note}</p>}
            <PhotoStrip photos={one.photos} />
          </section>
        ))}
      </Section>
      {recordKindNames.map((kind) => {
        const rows = of.records.filter((row) => row.kind === kind)
        return (
          <Section key={kind} title={say(recordKinds[kind])}>
            {rows.length === 0 && <p>{t('keyNoRecords')}</p>}
            {rows.map((row) => (
              <p key={row.id}>
                {row.title} {row.at && <TimeText at={row.at} />}
              </p>
            ))}
          </Section>
        )
      })}
    </>
  )
}

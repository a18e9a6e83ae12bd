import { map } from '@liren/contract/capabilities/map'
import { type StageEntry, stageStates } from '@liren/contract/map/life'
import { type Stage, stages } from '@liren/contract/map/stage'
import { Button } from 'antd'
import { useAction, usePages } from '../../../app/api/use.ts'
import { useText, useWords } from '../../../app/language/use.ts'
import { RemoveButton } from '../../../parts/action/remove-button.tsx'
import { PermissionGate } from '../../../parts/permission-gate.tsx'
import { Shown } from '../../../parts/state/shown.tsx'
import { PlainTable } from '../../../parts/table/plain-table.tsx'
import { Chip, type Status, StatusTag } from '../../../parts/tag/status-tag.tsx'
import style from '../map.module.css'
import { words } from './words.ts'

const looks: Readonly<Record<keyof typeof stageStates, Status>> = {
  pending: { tone: 'neutral', icon: 'clock' },
  running: { tone: 'info', icon: 'clock' },
  done: { tone: 'success', icon: 'check' },
  accepted: { tone: 'success', icon: 'check' },
  faulty: { tone: 'danger', icon: 'alert' },
}

interface Props {
  readonly buildingId: string
  readonly stage: Stage | undefined
  readonly element: string | undefined
}

/** What hangs on the building or on one element of it, the newest first. */
export function EntryList({ buildingId, stage, element }: Props) {
  const t = useWords(words)
  const asked = usePages(map.endpoints.stageEntries, { params: { id: buildingId }, query: { stage, element, limit: 50 } })
  return (
    <>
      <Shown asked={asked} empty={{ when: (items) => items.length === 0, show: <p className={style.quiet}>{t('none')}</p> }}>
        {(items) => (
          <PlainTable
            caption={t('entry')}
            heads={[t('name'), t('stage'), t('state'), t('of'), t('source'), t('takenOn')]}
            hasActions
            minWidth={680}
          >
            {items.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </PlainTable>
        )}
      </Shown>
      {asked.more && <Button onClick={asked.next}>{t('more')}</Button>}
    </>
  )
}

function Entry({ entry }: { entry: StageEntry }) {
  const t = useWords(words)
  const say = useText()
  const remove = useAction(map.endpoints.removeStageEntry)
  const { id, version, name, state, file, note } = entry
  return (
    <tr data-entry={id}>
      <th scope="row">
        {name}
        {note && <p className={style.quiet}>{note}</p>}
      </th>
      <td>{say(stages[entry.stage])}</td>
      <td>{state ? <StatusTag {...looks[state]}>{say(stageStates[state])}</StatusTag> : <Chip>{t('document')}</Chip>}</td>
      <td>{entry.elementName}</td>
      <td>{entry.source}</td>
      <td>{entry.takenOn}</td>
      <td>
        <div style={{ display: 'flex', gap: 12, alignItems: 'center', justifyContent: 'flex-end' }}>
          {file && (
            <a href={file.url} target="_blank" rel="noreferrer">
              {t('openFile')}
            </a>
          )}
          <PermissionGate code="map.edit">
            <RemoveButton
              t={t}
              name={name}
              action={remove}
              remove={async () => (await remove.run({ params: { id }, query: { version } })) !== undefined}
            />
          </PermissionGate>
        </div>
      </td>
    </tr>
  )
}

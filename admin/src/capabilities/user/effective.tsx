import { role } from '@liren/contract/capabilities/role'
import { roleText } from '@liren/contract/identity/builtin-roles'
import { Link } from 'react-router'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import type { Subject } from './subject-access.tsx'
import style from './user.module.css'
import { words } from './words.ts'

const sources = { role: 'sourceRole', 'department-role': 'sourceDepartment', direct: 'sourceDirect', household: 'sourceHousehold' } as const

/** What somebody may do in the end: every right with its place and where it comes from, what is taken away, and devices that say their own. */
export function Effective({ subject }: { subject: Subject }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(role.endpoints.effective, { params: subject })
  return (
    <div className={style.effective}>
      <p className={style.none}>{t('effectiveText')}</p>
      <Shown asked={asked}>
        {(data) => (
          <ul>
            {data.permissions.map((held) => (
              <li key={`${held.code} ${held.place.id} ${held.source.kind} ${held.source.name}`}>
                <span>{say(held.text)}</span>
                <small>{held.place.name}</small>
                <small>
                  {t(sources[held.source.kind])} · {say(roleText(held.source))}
                </small>
              </li>
            ))}
            {data.denied.map((denied) => (
              <li key={`-${denied.code} ${denied.place.id}`}>
                <span>{say(denied.text)}</span>
                <small>{denied.place.name}</small>
                <StatusTag tone="danger" icon="ban">
                  {t('taken')}
                </StatusTag>
              </li>
            ))}
            {data.devices.map((device) => (
              <li key={`${device.id} ${device.by} ${device.effect}`}>
                <Link to={`/devices?id=${device.id}`}>{device.name}</Link>
                <small>
                  {t('namedBy')} · {t(`by_${device.by}`)}
                </small>
                <StatusTag tone={device.effect === 'deny' ? 'danger' : 'success'} icon={device.effect === 'deny' ? 'ban' : 'check'}>
                  {t(device.effect === 'deny' ? 'deviceDenied' : 'deviceAllowed')}
                </StatusTag>
              </li>
            ))}
            {data.permissions.length + data.denied.length + data.devices.length === 0 && (
              <li className={style.none}>{t('noneEffective')}</li>
            )}
          </ul>
        )}
      </Shown>
    </div>
  )
}

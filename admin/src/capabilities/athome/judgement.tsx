import { clockTime } from '@liren/client/format/time'
import { type Athome, athomeEndpoints, athomeReasons, athomeRule, meterSigns, passSigns } from '@liren/contract/capabilities/athome'
import { energyCarriers } from '@liren/contract/capabilities/energy'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Section } from '../../parts/drawer/record-drawer.tsx'
import { type Fact, Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { PlainTable } from '../../parts/table/plain-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { AthomeTag } from './state.tsx'
import { words } from './words.ts'

/** Whether somebody is in, as of now, with everything that it rests on. */
export function Judgement({ houseId }: { houseId: string }) {
  const asked = useQuery(athomeEndpoints.read, { params: { id: houseId } })
  return <Shown asked={asked}>{(found) => <Body found={found} />}</Shown>
}

function Body({ found }: { found: Athome }) {
  const t = useWords(words)
  const say = useText()
  const facts: Fact[] = [
    { label: t('state'), value: <AthomeTag state={found.state} confidence={found.confidence} /> },
    { label: t('judged'), value: <TimeText at={found.judgedAt} /> },
    ...(found.reason ? [{ label: t('why'), value: say(athomeReasons[found.reason]), wide: true }] : []),
    ...(found.purpose ? [{ label: t('purpose'), value: found.purpose, wide: true }] : []),
  ]
  return (
    <>
      <div style={{ marginBlockEnd: 24 }}>
        <Facts items={facts} />
      </div>
      {found.isOn ? (
        <>
          <Section title={t('passes')}>{found.passes.length === 0 ? <p>{t('noPeople')}</p> : <Passes passes={found.passes} />}</Section>
          <Section title={t('meters')}>{found.meters.length === 0 ? <p>{t('noMeters')}</p> : <Meters meters={found.meters} />}</Section>
          <Section title={t('rule')} extra={<small>{t('ruleVersion', { version: found.ruleVersion })}</small>}>
            <p style={{ color: 'var(--text-2)' }}>{say(athomeRule.text)}</p>
          </Section>
        </>
      ) : null}
    </>
  )
}

function Passes({ passes }: Pick<Athome, 'passes'>) {
  const t = useWords(words)
  const say = useText()
  return (
    <PlainTable caption={t('passes')} heads={[t('person'), t('last'), t('gate'), t('likely')]} minWidth={480}>
      {passes.map((pass) => (
        <tr key={pass.personId}>
          <th scope="row">{pass.name}</th>
          <td>
            {say(passSigns[pass.sign])} {pass.at ? <TimeText at={pass.at} /> : null}
          </td>
          <td>{pass.gate ?? t('none')}</td>
          <td>{pass.likely === null ? t('none') : `${pass.likely}%`}</td>
        </tr>
      ))}
    </PlainTable>
  )
}

function Meters({ meters }: Pick<Athome, 'meters'>) {
  const t = useWords(words)
  const say = useText()
  return (
    <PlainTable caption={t('meters')} heads={[t('meter'), t('says'), t('hours')]} minWidth={480}>
      {meters.map(({ meterId, carrier, number, sign, hours }) => (
        <tr key={meterId}>
          <th scope="row">
            {say(energyCarriers[carrier].text)} {number}
          </th>
          <td>{say(meterSigns[sign])}</td>
          <td>
            {hours.length === 0
              ? t('none')
              : hours.map((hour) => (
                  <div key={hour.from} style={hour.isActive ? { fontWeight: 600 } : undefined}>
                    {t('hour', {
                      ...{ from: clockTime(hour.from), until: clockTime(hour.until) },
                      ...{ used: String(hour.used), unit: carrier === 'electricity' ? 'Wh' : 'L' },
                    })}
                    {hour.isActive ? t('inUse') : ''}
                  </div>
                ))}
          </td>
        </tr>
      ))}
    </PlainTable>
  )
}

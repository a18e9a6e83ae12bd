import type { z } from '@liren/contract'
import type { Device } from '@liren/contract/capabilities/device'
import type { connectionSchema } from '@liren/contract/device/shapes'
import { Link } from 'react-router'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { Notice } from '../../parts/notice/notice.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

const items = {
  code: 'code',
  name: 'name',
  kind: 'kind',
  manufacturer: 'manufacturer',
  place: 'place',
  installedOn: 'installedOn',
  coordinates: 'coordinates',
  owner: 'owner',
  keeper: 'keeper',
} as const

/** Whoever keeps it: the name opens the person, for those who may see accounts. */
function Keeper({ of }: { of: Device['keeper'] }) {
  const may = useMay('user.read')
  if (of === null) return '–'
  return of.id !== null && may ? <Link to={`/users?id=${of.id}`}>{of.name}</Link> : of.name
}

/** What people wrote of it, what is still missing, and how it is reached. */
export function Record({ device, connection }: { device: Device; connection: z.infer<typeof connectionSchema> | null }) {
  const t = useWords(words)
  const or = (value: string | null) => value ?? '–'
  return (
    <>
      {device.missing.length > 0 && (
        <div style={{ marginBottom: 16 }}>
          <Notice tone="warning" title={`${t('missing')}：${device.missing.map((item) => t(items[item])).join('、')}`} />
        </div>
      )}
      <Facts
        items={[
          { label: t('code'), value: device.code },
          { label: t('kind'), value: or(device.product?.name ?? null) },
          { label: t('manufacturer'), value: or(device.manufacturer) },
          { label: t('model'), value: or(device.model) },
          { label: t('serial'), value: or(device.serial) },
          { label: t('firmware'), value: or(device.firmware) },
          { label: t('place'), value: or(device.placeName), wide: true },
          { label: t('spot'), value: or(device.spot) },
          {
            label: t('coordinates'),
            value:
              device.longitude === null || device.latitude === null ? '–' : `${device.longitude.toFixed(6)}, ${device.latitude.toFixed(6)}`,
          },
          { label: t('floor'), value: device.floor ?? '–' },
          { label: t('installedOn'), value: or(device.installedOn) },
          { label: t('warrantyOn'), value: or(device.warrantyOn) },
          { label: t('owner'), value: or(device.owner) },
          { label: t('keeper'), value: <Keeper of={device.keeper} /> },
          { label: t('maintainedOn'), value: or(device.maintainedOn) },
          { label: t('maintainOn'), value: or(device.maintainOn) },
          { label: t('source'), value: t(`src_${device.source}`) },
          { label: t('enteredAt'), value: <TimeText at={device.enteredAt} /> },
          ...(connection === null
            ? []
            : [
                { label: t('protocol'), value: or(connection.protocol) },
                { label: t('bridge'), value: or(connection.bridge) },
                {
                  label: t('credential'),
                  value: connection.hasCertificate ? t('withCertificate') : connection.hasSecret ? t('withSecret') : t('none'),
                },
              ]),
        ]}
      />
    </>
  )
}

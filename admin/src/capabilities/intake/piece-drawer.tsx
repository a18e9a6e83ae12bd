import { intakeEndpoints, intakeKindTexts } from '@liren/contract/capabilities/intake'
import { Button } from 'antd'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { LevelTag } from '../../parts/tag/level-tag.tsx'
import { sizeText } from '../../parts/text/size.ts'
import { TimeText } from '../../parts/text/time.tsx'
import { words } from './words.ts'

/** One piece, as the catalogue knows it; opening it saves it. */
export function PieceDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(intakeEndpoints.get, id === undefined ? null : { params: { id } })
  const content = id === undefined ? '' : intakeEndpoints.content.path.replace(':id', id)
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={asked.data?.title ?? t('title')}
      actions={
        asked.data?.isHere && (
          <Button type="primary" href={content} download>
            {t('open')}
          </Button>
        )
      }
    >
      <Shown asked={asked}>
        {(piece) => (
          <Facts
            columns={2}
            items={[
              ...(piece.isHere ? [] : [{ label: t('content'), value: t('cleared'), wide: true }]),
              { label: t('source'), value: piece.source },
              { label: t('kind'), value: say(intakeKindTexts[piece.kind]) },
              { label: t('grade'), value: <LevelTag level={piece.grade} /> },
              { label: t('size'), value: sizeText(piece.bytes) },
              { label: t('place'), value: piece.place.name },
              { label: t('broughtBy'), value: piece.broughtBy ?? '–' },
              { label: t('at'), value: <TimeText at={piece.at} /> },
              ...(piece.rows === null ? [] : [{ label: t('rows'), value: piece.rows }]),
              ...(piece.columns.length === 0 ? [] : [{ label: t('head'), value: piece.columns.join(' · '), wide: true }]),
              { label: t('type'), value: piece.type, wide: true },
              { label: t('digest'), value: <code style={{ overflowWrap: 'anywhere' }}>{piece.digest}</code>, wide: true },
            ]}
          />
        )}
      </Shown>
    </RecordDrawer>
  )
}

import { friendlyTime, useCall, useClient, useSettings } from '@liren/client'
import { alarmKinds } from '@liren/contract/capabilities/alarm'
import { type Score, type ScoreItem, scoreEndpoints, scoreGrades, scoreItemKinds } from '@liren/contract/capabilities/score'
import { PlainButton } from '@/parts/button'
import { Cell, CellGroup } from '@/parts/cell'
import { Loaded } from '@/parts/loaded'
import { Sheet } from '@/parts/sheet'
import { Box } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { scoreWords as words } from '@/words/score'
import { LevelTag } from './level-tag'

/** One organisation: its score, the warning that stands, and every item that counts. */
export function ScoreSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useSay()
  const call = useCall(scoreEndpoints.read, { params: { id } }, { on: ['score.', 'hint.'] })
  return (
    <Sheet open id="score-sheet" title={say(words.title)} onClose={onClose}>
      <Loaded of={call} shape="detail">
        {(score) => <Shown score={score} />}
      </Loaded>
    </Sheet>
  )
}

function Shown({ score }: { score: Score }) {
  const say = useSay()
  const { language } = useSettings()
  const { platform } = useClient()
  const time = (at: string) => friendlyTime(at, platform.clock.now(), language)
  return (
    <>
      <Box className="row between gap-8">
        <Box className="heading grow">{score.name}</Box>
        <LevelTag level={score.level} />
      </Box>
      <Box className="secondary">{[say(words.points(score.score)), say(words.since(time(score.since))), score.place].join(' · ')}</Box>
      {score.warning ? (
        <>
          <Box role="alert">{say(words.warned(score.warning.times))}</Box>
          <PlainButton id="score-hints" onTap={() => go('/pkg-grid/hints')}>
            {say(words.openHints)}
          </PlainButton>
        </>
      ) : null}
      <CellGroup title={say(words.items)}>
        {score.items.length === 0 ? (
          <Cell title={say(words.noItems)} />
        ) : (
          score.items.map((item) => (
            <Cell
              key={`${item.kind} ${item.ref.id}`}
              title={[say(scoreItemKinds[item.kind]), say(wordOf(item))].join(' · ')}
              hint={[item.name, time(item.at), say(item.rightedAt ? words.righted : words.open)].filter(Boolean).join(' · ')}
              extra={<Box className="number">{say(words.points(item.points))}</Box>}
            />
          ))
        )}
      </CellGroup>
    </>
  )
}

const wordOf = ({ alarm, grade }: ScoreItem) => (alarm ? alarmKinds[alarm.kind].text : scoreGrades[grade ?? 'findings'])

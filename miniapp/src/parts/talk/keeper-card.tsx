import { useCall } from '@liren/client'
import { housekeeper as contract } from '@liren/contract/capabilities/housekeeper'
import { Box } from '@/platform/elements'
import { go } from '@/platform/nav'
import { useSay } from '@/words/kit'
import { talkWords as words } from '@/words/talk'
import { Cell } from '../cell'
import { useMe } from '../me'

/** The way to one's housekeeper, with the name of whoever answers today; nothing for whoever has no house here. */
export function KeeperCell({ id, card = false }: { id: string; card?: boolean }) {
  const say = useSay()
  const { me } = useMe()
  const lives = me?.end === 'resident' && me.households.length > 0
  const mine = useCall(contract.endpoints.mine, lives ? {} : null, { keep: true, on: ['housekeeper.assigned'] })
  const keeper = mine.data?.items.find((item) => item.keeper !== null)?.keeper
  if (!lives || !keeper) return null
  const cell = (
    <Cell
      id={id}
      icon="message"
      title={say(words.title)}
      hint={keeper.substitute ? `${keeper.name} · ${say(words.substitute(keeper.substitute.name))}` : keeper.name}
      onTap={() => go('/pkg-house/keeper')}
    />
  )
  return card ? <Box className="card card-flush">{cell}</Box> : cell
}

import type { Fault, Text } from '@liren/contract'
import { useSay } from '@/words/kit'
import { Choices, FormRow, faultOf } from './form'

export interface House {
  readonly id: string
  readonly name: string
  readonly estate: string
}

/** Which of one's own houses it is about. */
export function HouseChoice(props: {
  readonly title: Text
  readonly houses: readonly House[]
  readonly value: string | undefined
  readonly faults: readonly Fault[]
  readonly onChange: (id: string) => void
}) {
  const say = useSay()
  const title = say(props.title)
  return (
    <FormRow title={title} fault={faultOf(props.faults, 'body.houseId')}>
      <Choices
        label={title}
        value={props.value}
        options={props.houses.map(({ id, name, estate }) => ({ value: id, words: `${estate} ${name}` }))}
        onChange={props.onChange}
      />
    </FormRow>
  )
}

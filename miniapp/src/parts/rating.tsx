import { text } from '@liren/contract'
import { Box, Tap } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { Icon } from './icon'
import './rating.css'

const words = {
  label: text('评分', 'Rating'),
  stars: [
    text('1 分，很不满意', '1, very poor'),
    text('2 分，不满意', '2, poor'),
    text('3 分，一般', '3, fair'),
    text('4 分，满意', '4, good'),
    text('5 分，非常满意', '5, very good'),
  ],
}

/** Five stars, each a button with its meaning. */
export function Rating({ value, onChange }: { value: number; onChange?: (value: number) => void }) {
  const say = useSay()
  return (
    <Box className="rating" role="radiogroup" label={say(words.label)}>
      {words.stars.map((meaning, index) =>
        onChange ? (
          <Tap
            key={meaning.en}
            id={`star-${index + 1}`}
            className={`star ${index < value ? 'star-on' : ''}`}
            role="radio"
            checked={index + 1 === value}
            label={say(meaning)}
            onTap={() => onChange(index + 1)}
          >
            <Icon name="star" full={index < value} />
          </Tap>
        ) : (
          <Box key={meaning.en} className={`star star-small ${index < value ? 'star-on' : ''}`}>
            <Icon name="star" full={index < value} />
          </Box>
        ),
      )}
      {value > 0 ? <Box className="secondary">{say(words.stars[value - 1] ?? words.label)}</Box> : null}
    </Box>
  )
}

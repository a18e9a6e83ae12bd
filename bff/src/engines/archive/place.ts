export { type KnownPlace, placesOf, shortName } from '../../kernel/known-places.ts'

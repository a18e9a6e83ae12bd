/** The definition of every archive, for whoever walks them all. */
export { houseArchive } from '../capabilities/house.ts'
export { personArchive } from '../capabilities/person.ts'

/** Rooms for a party: two adults to a room, children with them, nobody under age alone. */
import type { Party } from './leg-option.ts'

/** At most this many sleep in one family room. */
const FAMILY_ROOM = 4

/**
 * How many rooms. Two adults share unless they ask for separate rooms; children sleep in their rooms, up to four people
 * each; there are never more rooms than adults, so the rest of a large family gets extra beds (or an apartment).
 */
export function roomsFor(party: Party, separateRooms: boolean): number {
  const forAdults = separateRooms ? party.adults : Math.ceil(party.adults / 2)
  const forAll = Math.ceil((party.adults + party.children) / FAMILY_ROOM)
  return Math.max(1, Math.min(party.adults, Math.max(forAdults, forAll)))
}

/** "1 double room", "2 rooms for 5 people". */
export function spokenRooms(rooms: number, party: Party): string {
  const people = party.adults + party.children
  if (rooms === 1 && people === 1) return '1 single room'
  if (rooms === 1 && people === 2) return '1 double room'
  if (rooms === 1 && people <= FAMILY_ROOM) return `1 family room for ${people} people`
  if (people > rooms * FAMILY_ROOM) {
    return `${rooms} ${rooms === 1 ? 'room' : 'connecting rooms'} with extra beds for ${people} people (an apartment may suit better)`
  }
  return `${rooms} rooms for ${people} people`
}

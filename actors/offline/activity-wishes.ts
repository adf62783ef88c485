/** What a request's free text asks of activities. Only what is understood for sure is acted on. */
import type { TripRequest } from '../../machines/messages/index.ts'
import { isBarred } from '../../machines/trip/dishes.ts'
import { type Candidate, isTaughtFood } from './activity-candidate.ts'
import { type Surroundings, surroundingsOf } from './stay-area.ts'
import { readWishes } from './wishes.ts'

/** The wishes that change which activities are chosen. */
export interface Wishes {
  readonly preferences: TripRequest['preferences']
  readonly adults: number
  readonly children: number
  /** Only what is largely step-free. */
  readonly stepFree: boolean
  /** A pram: accessible is better, but steps are possible. */
  readonly pram: boolean
  /** Two gentle days in thin air instead of one. */
  readonly altitude: boolean
  /** The part of town that the party stays in. */
  readonly surroundings: Surroundings
  /** Nothing after dinner. */
  readonly earlyNights: boolean
  /** Free sights rather than tickets. */
  readonly thrifty: boolean
  /** Diets named, e.g. `vegan`. */
  readonly diets: readonly string[]
  /** Words of what is to be left out, for the notes. */
  readonly avoided: readonly string[]
  readonly refuses: (candidate: Candidate) => boolean
}

const THRIFTY = /\b(?:free (?:activities|sights|things)|low[- ]budget|shoestring|no (?:paid|tickets))\b/i

/** A tasting is what it is about: nothing for who comes with children. */
const POURED = /\b(?:tastings?|brewer(?:y|ies)|distiller(?:y|ies)|pubs?|whisky|mezcal|craft beer)\b/i

/** Said in a guide's tip of what lets no small children in. */
const ADULTS = /\badults\b/i

interface Refusal {
  readonly word: string
  readonly pattern: RegExp
  readonly hits: (candidate: Candidate) => boolean
}

const kinds =
  (...names: string[]) =>
  (candidate: Candidate) =>
    names.includes(candidate.kind)

const REFUSALS: readonly Refusal[] = [
  { word: 'museums', pattern: /museums?/, hits: kinds('museum', 'gallery') },
  { word: 'galleries', pattern: /galler(?:y|ies)/, hits: kinds('gallery') },
  { word: 'hikes', pattern: /hik(?:e|es|ing)|long walks?|strenuous/, hits: kinds('hike') },
  { word: 'churches', pattern: /church(?:es)?|cathedrals?/, hits: kinds('church') },
  { word: 'temples', pattern: /temples?|shrines?/, hits: kinds('temple') },
  { word: 'zoos', pattern: /zoos?|aquariums?|captive animals/, hits: kinds('zoo') },
  { word: 'beaches', pattern: /beach(?:es)?/, hits: kinds('beach') },
  { word: 'boats', pattern: /boats?|cruises?|ferr(?:y|ies)/, hits: kinds('boat') },
  { word: 'markets', pattern: /markets?/, hits: kinds('market') },
  { word: 'heights', pattern: /heights/, hits: kinds('viewpoint') },
  {
    word: 'nightlife',
    pattern: /nightlife|bars?|clubs?|clubbing|alcohol|drinking/,
    hits: ({ interests }) => interests[0] === 'nightlife',
  },
  { word: 'shopping', pattern: /shopping|shops/, hits: ({ interests }) => interests[0] === 'shopping' },
  { word: 'day trips', pattern: /day ?-?trips?|excursions?/, hits: ({ dayTrip }) => dayTrip },
]

/** Reads the wishes of a request. */
export function wishesOf(request: TripRequest): Wishes {
  const lines = [...request.constraints, ...request.specialRequirements]
  const says = (pattern: RegExp) => lines.some((line) => pattern.test(line))
  const refused = REFUSALS.filter(({ pattern, word }) => {
    const negated = new RegExp(
      `\\b(?:no|not|avoid|without|skip|hates?|dislikes?|don't (?:like|want)|never|afraid of|fear of)\\b[^.;]{0,40}?\\b(?:${pattern.source})\\b`,
      'i',
    )
    return (
      says(negated) || (word === 'boats' && says(/sea-?\s?sick/i)) || (word === 'heights' && says(/vertigo/i))
    )
  })
  const common = readWishes(request)
  return {
    preferences: request.preferences,
    adults: request.travelers.adults,
    children: request.travelers.children,
    stepFree: common.stepFree,
    pram: common.stroller,
    altitude: common.altitude,
    surroundings: surroundingsOf(request, common),
    earlyNights: common.noLateNights,
    thrifty: says(THRIFTY),
    diets: common.diets,
    avoided: refused.map(({ word }) => word),
    refuses: (candidate) => refused.some(({ hits }) => hits(candidate)),
  }
}

/** Whether a candidate may be offered at all to these travellers. */
export function suits(candidate: Candidate, wishes: Wishes): boolean {
  if (wishes.stepFree && (!candidate.accessible || candidate.kind === 'hike')) return false
  if (wishes.refuses(candidate)) return false
  // Where the grill is the sight, who eats no meat has no lunch; a class asks what one eats.
  const table = `${candidate.title}. ${candidate.why}`
  if (candidate.interests[0] === 'food' && !isTaughtFood(candidate) && isBarred(table, wishes.diets))
    return false
  // A pram or a toddler comes along on level ground and not for long.
  if (wishes.pram && candidate.kind === 'hike') return false
  if (wishes.children === 0) {
    // A playground is nothing to look for without a child.
    const forFamilies = candidate.basis === 'generic' && candidate.interests[0] === 'family'
    return !forFamilies || wishes.preferences.includes('family')
  }
  if (candidate.tip !== undefined && ADULTS.test(candidate.tip)) return false
  const forChildren = candidate.interests.includes('family')
  if ((candidate.interests[0] === 'nightlife' || POURED.test(table)) && !forChildren) return false
  // Nobody walks children along a path for hours that has not been looked at.
  if (candidate.basis === 'generic' && candidate.kind === 'hike' && candidate.minutes > 180) return false
  // A long day is only worth it for children where there is something for them.
  return forChildren || candidate.minutes <= 240
}

/** More money for a trip that waits for it: one button, one sum. */
import { byId } from './dom.js'

/** US dollars, half of what a trip may cost unless its operator says otherwise. */
const USD = 0.5

/** Makes the button work. @param tripShown gives the id of the trip that is shown @param say tells how it went */
export function topUpButton(tripShown, say) {
  const button = byId('top-up')
  const work = async () => {
    button.disabled = true
    say(await give(tripShown()))
    button.disabled = false
  }
  button.addEventListener('click', () => void work())
  return { show: (waits) => void (button.hidden = !waits) }
}

/** @returns what came of it, in words */
async function give(trip) {
  // Clicked once, it counts once, however often the browser sends it.
  const topUpId = `${Date.now()}-${Math.random().toString(36).slice(2)}`
  try {
    const answer = await fetch(`/trips/${encodeURIComponent(trip)}/top-up`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ usd: USD, by: 'the page', topUpId }),
    })
    return answer.ok ? 'The trip may spend more and goes on.' : (await answer.json()).detail
  } catch {
    return 'The gateway did not answer. Try again.'
  }
}

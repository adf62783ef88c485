/** More money for a trip that waits for it: one button, one sum. */
import { byId } from './dom.js'

/** US dollars, half of what a trip may cost unless its operator says otherwise. */
const USD = 0.5

/** Makes the button work. @param tripShown gives the id of the trip that is shown @param say tells how it went */
export function topUpButton(tripShown, say) {
  const button = byId('top-up')
  button.addEventListener('click', async () => {
    button.disabled = true
    // Clicked once, it counts once, however often the browser sends it.
    const body = JSON.stringify({
      usd: USD,
      by: 'the page',
      topUpId: `${Date.now()}-${Math.random().toString(36).slice(2)}`,
    })
    try {
      const answer = await fetch(`/trips/${encodeURIComponent(tripShown())}/top-up`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      say(answer.ok ? 'The trip may spend more and goes on.' : (await answer.json()).detail)
    } catch {
      say('The gateway did not answer. Try again.')
    } finally {
      button.disabled = false
    }
  })
  return { show: (waits) => void (button.hidden = !waits) }
}

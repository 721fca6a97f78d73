// A person at the page: page.mjs BOT COMMAND REPLY types a slash command in a browser, and looks for the reply.
//
// It speaks WebDriver by itself: one command, one look; what a library would add is not needed.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const [bot, command, reply] = process.argv.slice(2);
const ENTER = '\uE007';
/** How long something may take to appear, in milliseconds. */
const PATIENCE = 20_000;

const driver = spawn('chromedriver', ['--port=0'], { stdio: ['ignore', 'pipe', 'ignore'] });
let port;
for await (const line of createInterface({ input: driver.stdout })) {
  port = /started successfully on port (\d+)/.exec(line)?.[1];
  if (port) break;
}

async function ask(method, path, body) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${value.message}`);
  return value;
}

const profile = await mkdtemp(join(tmpdir(), 'page-'));
const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', `--user-data-dir=${profile}`];
const { sessionId } = await ask('POST', '/session', { capabilities: { alwaysMatch: { 'goog:chromeOptions': { args } } } });
const session = `/session/${sessionId}`;
const look = (script) => ask('POST', `${session}/execute/sync`, { script: `return ${script}`, args: [] });

async function until(script, what) {
  const deadline = Date.now() + PATIENCE;
  while (!await look(script)) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}; the page says:\n${await look('document.body.innerText')}`);
    await pause(50);
  }
}

let failure;
try {
  await ask('POST', `${session}/url`, { url: `${process.env.SANDBOX}/?as=mei&in=daily` });
  await until('document.title.includes("daily")', 'the channel');
  const [composer] = Object.values(await ask('POST', `${session}/element`, { using: 'css selector', value: '#composer textarea' }));
  await ask('POST', `${session}/element/${composer}/value`, { text: `/${command}` });
  await until(`document.querySelector('#composer [role=option] bdi')?.innerText === ${JSON.stringify(`/${command}`)}`, 'the command');
  await ask('POST', `${session}/element/${composer}/value`, { text: ENTER });
  const [active] = Object.values(await ask('GET', `${session}/element/active`));
  await ask('POST', `${session}/element/${active}/value`, { text: ENTER });
  const said = `[...document.querySelectorAll('#messages > li')].at(-1)?.innerText ?? ''`;
  await until(`(${said}).includes(${JSON.stringify(reply)}) && (${said}).includes(${JSON.stringify(`mei used /${command}`)})`, 'the reply');
} catch (error) {
  failure = error;
}
await ask('DELETE', session);
driver.kill();
await rm(profile, { recursive: true, force: true });
const name = `${bot} is answered in the page`;
console.log(failure ? `FAILED  ${name}: ${failure.message}` : `ok      ${name}`);
process.exitCode = failure ? 1 : 0;

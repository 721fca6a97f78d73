// The bot of discord.js's guide: it registers one command, and answers it. Only its addresses and ids come from the sandbox.
import { Client, Events, GatewayIntentBits, REST, Routes, SlashCommandBuilder } from 'discord.js';

const { SANDBOX: root, TOKEN: token, GUILD: guildId, APPLICATION: clientId } = process.env;
const ping = new SlashCommandBuilder().setName('ping').setDescription('Replies with Pong!');

const rest = new REST({ api: `${root}/api` }).setToken(token);
await rest.put(Routes.applicationGuildCommands(clientId, guildId), { body: [ping.toJSON()] });

const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: `${root}/api` } });
client.once(Events.ClientReady, (ready) => console.log(`Ready! Logged in as ${ready.user.tag}`));
client.on(Events.InteractionCreate, async (interaction) => {
  if (!interaction.isChatInputCommand()) return;
  if (interaction.commandName === 'ping') await interaction.reply('Pong!');
});
await client.login(token);

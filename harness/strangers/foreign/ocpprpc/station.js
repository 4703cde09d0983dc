// A thin charging station on the npm package ocpp-rpc: one EVSE with a fixed cable, which a rig moves by HTTP. It connects to
// the CSMS of the first argument with the identity of the second, and listens for the rig at the third; the password is in
// CERTBENCH_PASSWORD. Over TLS it trusts the roots in the file of the fourth.
//
// It is an earlier prototype than ocppgo: nothing tells the state of a connector but StatusNotification, and
// AuthCtrlr.LocalPreAuthorize and GetTransactionStatus do not exist.
'use strict';

const { readFileSync } = require('fs');
const { createServer } = require('http');
const { randomUUID } = require('crypto');
const { setTimeout: sleep } = require('timers/promises');
const { RPCClient } = require('ocpp-rpc');

const [url, id, rig, roots] = process.argv.slice(2);
if (!rig) {
    console.error('usage: station.js CSMS-URL IDENTITY RIG-ADDRESS [ROOTS]');
    process.exit(2);
}
const wsOpts = roots ? { ca: readFileSync(roots) } : {};

const EVSE = { id: 1, connectorId: 1 };
const readOnly = ['TxCtrlr.TxStartPoint', 'TxCtrlr.TxStopPoint'];
const vars = new Map(Object.entries({
    'AuthCtrlr.AuthorizeRemoteStart': 'false',
    'TxCtrlr.TxStartPoint': 'EVConnected,Authorized',
    'TxCtrlr.TxStopPoint': 'EVConnected,Authorized',
    'TxCtrlr.EVConnectionTimeOut': '5',
    'OCPPCommCtrlr.HeartbeatInterval': '20',
    'SampledDataCtrlr.TxUpdatedInterval': '0',
}));

let plugged = false, out = false, resetting = false;
let token, remoteStartId, tx, beat;
let cs; // the client of this life

const now = () => new Date().toISOString();
const name = (d) => `${d.component.name}.${d.variable.name}`;
const has = (list, point) => vars.get(list).split(',').includes(point);

// What the station says goes out one after the other.
let last = Promise.resolve();
function later(what) {
    last = last.then(what).catch((err) => console.error(String(err)));
}

// follow does what an answer leads to, once that is on its way.
const follow = (what) => setTimeout(() => later(what), 20);

const tell = (action, payload) => cs.call(action, payload);

const status = () => tell('StatusNotification', {
    timestamp: now(), evseId: 1, connectorId: 1,
    connectorStatus: out ? 'Unavailable' : plugged ? 'Occupied' : 'Available',
});

async function boot(reason) {
    clearInterval(beat);
    if (cs) await cs.close({ code: 1000, reason: 'rebooting' });
    cs = new RPCClient({
        endpoint: url, identity: id, password: process.env.CERTBENCH_PASSWORD,
        protocols: ['ocpp2.0.1'], strictMode: false, wsOpts, backoff: { initialDelay: 1000, maxDelay: 2000 },
    });
    for (const [action, answer] of Object.entries(answers)) cs.handle(action, ({ params }) => answer(params));
    for (;;) {
        try {
            await cs.connect();
            const r = await tell('BootNotification', { reason, chargingStation: { model: 'Thin', vendorName: 'ocpp-rpc', serialNumber: 'OR-1', firmwareVersion: '2.2.1' } });
            if (r.status === 'Accepted') {
                beat = setInterval(() => later(() => tell('Heartbeat', {})), 1000 * Math.max(1, r.interval));
                break;
            }
            await sleep(1000 * r.interval);
        } catch (err) {
            console.error(String(err));
            await sleep(1000);
        }
    }
    await status();
}

// event tells one TransactionEvent.
async function event(eventType, triggerReason, chargingState, stoppedReason) {
    const q = { eventType, timestamp: now(), triggerReason, seqNo: tx.seq++, transactionInfo: { transactionId: tx.id, chargingState } };
    if (stoppedReason) q.transactionInfo.stoppedReason = stoppedReason;
    if (remoteStartId !== undefined) q.transactionInfo.remoteStartId = remoteStartId;
    if (token && (!tx.told || eventType === 'Ended')) {
        q.idToken = token;
        tx.told = true;
    }
    if (plugged && !tx.evse) {
        q.evse = EVSE;
        tx.evse = true;
    }
    if (eventType !== 'Updated') {
        q.meterValue = [{ timestamp: now(), sampledValue: [{ value: Math.floor((Date.now() - tx.began) / 300), context: eventType === 'Started' ? 'Transaction.Begin' : 'Transaction.End' }] }];
    }
    await tell('TransactionEvent', q);
}

// forward is a step that begins the transaction where it is a start point.
async function forward(trigger, point, state) {
    if (tx) return event('Updated', trigger, state);
    if (!has('TxCtrlr.TxStartPoint', point)) return;
    tx = { id: randomUUID(), seq: 0, began: Date.now() };
    return event('Started', trigger, state);
}

// back is a step that ends the transaction where it is a stop point.
async function back(trigger, point, state, reason) {
    if (!tx) return;
    if (!has('TxCtrlr.TxStopPoint', point)) return event('Updated', trigger, state);
    await event('Ended', trigger, state, reason);
    tx = token = remoteStartId = undefined;
    if (resetting) {
        resetting = false;
        await boot('ScheduledReset');
    }
}

const charge = () => plugged && token ? forward('ChargingStateChanged', 'PowerPathClosed', 'Charging') : undefined;

async function plug() {
    await status();
    await forward('CablePluggedIn', 'EVConnected', 'EVConnected');
    await charge();
}

async function unplug() {
    await back('EVCommunicationLost', 'EVConnected', 'Idle', 'EVDisconnected');
    await status();
}

async function authorized(idToken, remote, trigger) {
    if (token) return;
    token = idToken;
    remoteStartId = remote;
    await forward(trigger, 'Authorized', plugged ? 'EVConnected' : 'Idle');
    await charge();
}

async function stop(trigger, reason) {
    await back(trigger, 'Authorized', plugged ? 'EVConnected' : 'Idle', reason);
    token = remoteStartId = undefined;
}

async function present(idToken) {
    if (token && token.idToken.toLowerCase() === idToken.idToken.toLowerCase()) return stop('StopAuthorized', 'Local');
    const { idTokenInfo } = await tell('Authorize', { idToken });
    if (idTokenInfo.status === 'Accepted') await authorized(idToken, undefined, 'Authorized');
}

// found looks a variable up and says with which status.
function found(d) {
    if (d.attributeType && d.attributeType !== 'Actual') return 'NotSupportedAttributeType';
    if (vars.has(name(d))) return 'Accepted';
    return [...vars.keys()].some((n) => n.startsWith(d.component.name + '.')) ? 'UnknownVariable' : 'UnknownComponent';
}

const echo = (d) => ({ component: d.component, variable: d.variable, ...(d.attributeType && { attributeType: d.attributeType }) });

// What is not here is answered with NotImplemented, by ocpp-rpc itself.
const answers = {
    GetVariables: (q) => ({
        getVariableResult: q.getVariableData.map((d) => {
            const attributeStatus = found(d);
            return { attributeStatus, ...(attributeStatus === 'Accepted' && { attributeValue: vars.get(name(d)) }), ...echo(d) };
        }),
    }),
    SetVariables: (q) => ({
        setVariableResult: q.setVariableData.map((d) => {
            let attributeStatus = found(d);
            if (attributeStatus === 'Accepted') {
                if (readOnly.includes(name(d))) attributeStatus = 'Rejected';
                else vars.set(name(d), d.attributeValue);
            }
            return { attributeStatus, ...echo(d) };
        }),
    }),
    GetBaseReport: () => ({ status: 'NotSupported' }),
    Reset: (q) => {
        if (q.evseId !== undefined) return { status: 'Rejected' };
        if (q.type === 'OnIdle' && tx) {
            resetting = true;
            return { status: 'Scheduled' };
        }
        follow(() => stop('ResetCommand', 'ImmediateReset'));
        follow(() => boot('RemoteReset'));
        return { status: 'Accepted' };
    },
    ChangeAvailability: (q) => {
        if (tx) return { status: 'Rejected' };
        const wanted = q.operationalStatus === 'Inoperative';
        if (wanted !== out) {
            out = wanted;
            follow(status);
        }
        return { status: 'Accepted' };
    },
    RequestStartTransaction: (q) => {
        if (token || out) return { status: 'Rejected' };
        const answer = { status: 'Accepted', ...(tx && { transactionId: tx.id }) };
        follow(() => authorized(q.idToken, q.remoteStartId, 'RemoteStart'));
        return answer;
    },
    RequestStopTransaction: (q) => {
        if (!tx || tx.id !== q.transactionId) return { status: 'Rejected' };
        follow(() => stop('RemoteStop', 'Remote'));
        return { status: 'Accepted' };
    },
    TriggerMessage: (q) => {
        const known = { Heartbeat: () => tell('Heartbeat', {}), StatusNotification: status };
        if (!known[q.requestedMessage]) return { status: 'NotImplemented' };
        follow(known[q.requestedMessage]);
        return { status: 'Accepted' };
    },
    UnlockConnector: () => ({ status: 'UnlockFailed' }),
};

// hold is what a hand does with the plug, whatever the station is at.
function hold(within, then) {
    if (plugged !== within) later(then);
    plugged = within;
}

// What a hand does at the station.
const acts = {
    '/connect': () => hold(true, plug),
    '/disconnect': () => hold(false, unplug),
    '/present': (q) => later(() => present({ idToken: q.get('token'), type: q.get('type') })),
    '/power_cycle': () => later(() => {
        tx = token = remoteStartId = undefined;
        return boot('PowerUp');
    }),
};

const [host, port] = rig.split(':');
createServer((req, res) => {
    const at = new URL(req.url, 'http://rig');
    if (req.method === 'GET' && at.pathname === '/state') {
        res.end(JSON.stringify({ plugged }));
        return;
    }
    if (req.method !== 'POST' || !acts[at.pathname]) {
        res.writeHead(404).end();
        return;
    }
    req.resume();
    acts[at.pathname](at.searchParams);
    res.writeHead(204).end();
}).listen(Number(port), host, () => later(() => boot('PowerUp')));

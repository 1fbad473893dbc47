"""A FastWS application of the demo module, as its users write them. Prints its port, then serves."""

import asyncio
import json
import socket
from contextlib import asynccontextmanager
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI
from fastws import Client, FastWS, Message
from pydantic import BaseModel

service = FastWS(heartbeat_interval=0.5, max_connection_lifespan=60)


class TickParams(BaseModel):
    symbol: str


class Subscribed(BaseModel):
    status: str
    message: str
    topic: str


class Tick(BaseModel):
    n: int


class TickUpdate(BaseModel):
    topic: str
    payload: Tick


class OrderRequest(BaseModel):
    side: str
    quantity: int


class Order(BaseModel):
    id: str


class Pong(BaseModel):
    pass


def topic_of(params: BaseModel) -> str:
    return "ticks:" + json.dumps(params.model_dump(), sort_keys=True, separators=(",", ":"))


@service.send("ticks.subscribe", reply="ticks.subscribe.response")
async def subscribe(payload: TickParams, client: Client) -> Subscribed:
    topic = topic_of(payload)
    client.subscribe(topic)
    return Subscribed(status="ok", message="Subscribed", topic=topic)


@service.send("ticks.unsubscribe", reply="ticks.unsubscribe.response")
async def unsubscribe(payload: TickParams, client: Client) -> Subscribed:
    topic = topic_of(payload)
    client.unsubscribe(topic)
    return Subscribed(status="ok", message="Unsubscribed", topic=topic)


@service.recv("ticks.update")
async def update(payload: TickUpdate) -> TickUpdate:
    return payload


@service.send("orders.place", reply="orders.place.response")
async def place(payload: OrderRequest) -> Order:
    return Order(id=str(payload.quantity))


@service.send("ping", reply="pong")
async def ping() -> Pong:
    return Pong()


async def publish() -> None:
    n = 0
    while True:
        for topic in {topic for client in service.connections.values() for topic in client.topics}:
            message = Message(type="ticks.update", payload={"topic": topic, "payload": {"n": n}})
            await service.server_send(message, topic=topic)
        n += 1
        await asyncio.sleep(0.02)


@asynccontextmanager
async def lifespan(_: FastAPI):
    task = asyncio.create_task(publish())
    yield
    task.cancel()


app = FastAPI(lifespan=lifespan)


@app.websocket("/ws")
async def connect(client: Annotated[Client, Depends(service.manage)]) -> None:
    await service.serve(client)


if __name__ == "__main__":
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])

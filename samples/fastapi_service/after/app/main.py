from fastapi import FastAPI

from app.routers import books, members

app = FastAPI(title="Shelfmark")
app.include_router(books.router)
app.include_router(members.router)

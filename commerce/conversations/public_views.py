"""The page on which a seller words a question and its answer for all to read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from commerce.conversations import public_questions
from commerce.conversations.errors import MessageRefused, NotYourConversation
from commerce.conversations.forms import PublicQuestionForm
from commerce.conversations.models import Message, PublicQuestion
from commerce.conversations.subjects import path_of, record_of, title_of
from commerce.theme import translate


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """Word it, and show it."""
    seller_id = request.user.pk or 0
    asked = Message.objects.filter(
        pk=message, conversation=number, conversation__seller=seller_id, conversation__listing__isnull=False
    )
    one = asked.exclude(sender=seller_id).select_related("conversation__listing", "conversation__order").first()
    if one is None:
        raise Http404
    about = one.conversation
    known = PublicQuestion.objects.filter(message=one).first()
    form = PublicQuestionForm(request.POST if request.method == "POST" else None, initial=_initial(one, known))
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            public_questions.show_question(seller_id, message, now=timezone.now(), **form.cleaned_data)
        except MessageRefused as refused:
            form.add_error(None, refused.words)
            status = 409
        else:
            messages.success(request, translate("The question and your answer stand on the listing in a moment."))
            return HttpResponseRedirect(about.path)
    context = {
        "title": "Question and answer",
        "form": form,
        "about": about,
        "subject": title_of(about),
        "subject_path": path_of(about, record_of(about)),
        "known": known,
        "action": f"{about.path}/public/{one.pk}",
        "breadcrumbs": ((translate("Messages"), "/messages"), (title_of(about), about.path)),
    }
    return render(request, "messages/public.html", context, status=status)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: int, message: int) -> HttpResponse:
    """Show it no longer: the seller, or who asked."""
    if not Message.objects.filter(pk=message, conversation=number).exists():
        raise Http404
    try:
        public_questions.withdraw_question(request.user.pk or 0, message)
    except NotYourConversation:
        raise Http404 from None
    messages.success(request, translate("The question is no longer shown on the listing."))
    return HttpResponseRedirect(f"/messages/{number}")


def _initial(asked: Message, known: PublicQuestion | None) -> dict[str, str]:
    """The words as they stand there, or as the two wrote them."""
    if known is not None:
        return {"question": known.question, "answer": known.answer}
    later = Message.objects.filter(conversation=asked.conversation_id, pk__gt=asked.pk)
    answer = later.exclude(sender=asked.sender_id).first()
    return {
        "question": asked.text[: PublicQuestion.QUESTION_LENGTH],
        "answer": answer.text[: PublicQuestion.ANSWER_LENGTH] if answer is not None else "",
    }

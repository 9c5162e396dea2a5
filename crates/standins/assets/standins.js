// Saves the payer a click: sends the form that leads back to the merchant.
document.querySelector("form[data-auto-submit]")?.submit();
